package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.harmless.LateSettings;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * The one thing an application with placeholders can no longer do in {@code main}: docs/security.md lists it. A JVM without
 * placeholders, and options and security files in any JVM, work as ever. Should a limit go away, this test says so.
 */
class KnownLimitsIT {

    private static final List<String> AS_SET = List.of("protocols=[TLSv1.2]", "cache=7");
    private static final List<String> AS_AT_START = List.of("protocols=[TLSv1.3, TLSv1.2]", "cache=30");

    @TempDir
    Path work;

    @EveryJdk
    void whatTheJdkReadsOnceMustComeByOptionOrSecurityFile(Jdk jdk) throws IOException {
        Path security = Files.writeString(work.resolve("security"), "networkaddress.cache.ttl=7\n");
        try (Contoso contoso = new Contoso()) {
            contoso.vault().put("secret", "value");

            assertEquals(AS_SET, run(application(jdk, "late")), "without the agent");
            assertEquals(AS_SET, run(application(jdk, "late").agent(contoso.settings())), "without a placeholder");
            assertEquals(AS_AT_START, run(withPlaceholder(application(jdk, "late"), contoso)), "set in main");
            assertEquals(
                    AS_SET,
                    run(withPlaceholder(application(jdk), contoso)
                            .property("jdk.tls.client.protocols", "TLSv1.2")
                            .property("java.security.properties", security.toString())),
                    "set by option and security file");
        }
    }

    private static ForkedJvm application(Jdk jdk, String... arguments) {
        return ForkedJvm.on(jdk)
                .option("--add-exports=java.base/sun.net=ALL-UNNAMED")
                .main(LateSettings.class, arguments);
    }

    private static ForkedJvm withPlaceholder(ForkedJvm jvm, Contoso contoso) {
        return jvm.agent(contoso.settings() + Contoso.patience())
                .environment(contoso.dev().environment())
                .property("app.secret", "$<kv:contoso/secret>");
    }

    private static List<String> run(ForkedJvm jvm) {
        return jvm.run().expect(0).out();
    }
}
