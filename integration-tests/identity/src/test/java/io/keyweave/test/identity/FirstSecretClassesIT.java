package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must not load on the way to the first secret, and why. Times differ from machine to machine; classes do not, and these are the
 * ones that have cost a start before.
 */
class FirstSecretClassesIT {

    private static final List<String> FORBIDDEN = List.of(
            // equals and hashCode of a record used as a key: sixty method handles, a twelfth of the CPU. Write them
            // out.
            "java.lang.runtime.ObjectMethods",
            // the JDK's HTTP clients take global state along
            "sun.net.www.protocol.http.HttpURLConnection",
            "java.net.http.HttpClient",
            // an application may still want to configure it
            "java.util.logging.LogManager",
            // JMX belongs to whoever starts it
            "sun.management.ManagementFactoryHelper");

    @TempDir
    Path directory;

    /** An application that reads one property. */
    public static final class Application {
        private Application() {}

        public static void main(String[] args) {
            System.out.println(System.getProperty("db.password"));
        }
    }

    @EveryJdk
    void staysFreeOfThem(Jdk jdk) throws IOException {
        Path log = directory.resolve("classes-" + jdk.feature() + ".log");
        try (DevVault dev = DevVault.start()) {
            dev.vault("contoso").put("db-password", "s3cret");
            ForkedJvm.on(jdk)
                    .agent("vault.contoso=" + dev.vault("contoso").url() + ",ca=" + dev.certificateFile())
                    .environment(dev.environment())
                    .property("db.password", "$<kv:contoso/db-password>")
                    .option("-Xlog:class+load:file=" + log)
                    .main(Application.class)
                    .run()
                    .expect(0);
        }
        List<String> loaded = Files.readAllLines(log);
        assertTrue(
                loaded.stream().anyMatch(line -> line.contains(" io.keyweave.SecretResolver ")),
                "the secret was fetched");
        assertEquals(
                List.of(),
                FORBIDDEN.stream()
                        .filter(name -> loaded.stream().anyMatch(line -> line.contains(" " + name + " ")))
                        .toList());
    }
}
