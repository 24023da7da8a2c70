package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
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
            // 460 classes with what it needs, and reading a secret uses none of them
            "com.fasterxml.jackson.databind.ObjectMapper",
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
        List<String> loaded = loaded(jdk, Login.CLIENT_SECRET, directory.resolve("classes.log"));
        assertTrue(
                loaded.stream().anyMatch(line -> line.contains(" io.keyweave.SecretResolver ")),
                "the secret was fetched");
        assertEquals(
                List.of(),
                FORBIDDEN.stream()
                        .filter(name -> loaded.stream().anyMatch(line -> line.contains(" " + name + " ")))
                        .toList());
        Set<String> ready = classesInOneRead();
        List<String> inflated = ofTheAgent(loaded)
                .filter(name -> !ready.contains(name + ".class"))
                .toList();
        assertTrue(
                inflated.size() * 20 < ready.size(),
                () ->
                        "first-secret-classes.txt of the agent is out of date, run FirstSecretClassesIT.main: it does not name "
                                + inflated);
    }

    /** The lines of the JVM's log of loaded classes when it starts with one secret. */
    private static List<String> loaded(Jdk jdk, Login login, Path log) throws IOException {
        try (DevVault dev = DevVault.start()) {
            dev.vault("contoso").put("db-password", "s3cret");
            ForkedJvm.on(jdk)
                    .agent("vault.contoso=" + dev.vault("contoso").url() + ",ca=" + dev.certificateFile() + ",auth="
                            + login.auth() + ",startup-timeout=120s")
                    .environment(login.environment(dev))
                    .property("db.password", "$<kv:contoso/db-password>")
                    .option("-Xlog:class+load:file=" + log)
                    .main(Application.class)
                    .run()
                    .expect(0);
        }
        return Files.readAllLines(log);
    }

    private static Stream<String> ofTheAgent(List<String> loaded) {
        return loaded.stream()
                .filter(line -> line.contains("keyweave-agent.jar") && !line.contains("0x"))
                .map(line -> line.substring(line.lastIndexOf(' ', line.indexOf(" source: ") - 1) + 1)
                        .replaceFirst(" .*", "")
                        .replace('.', '/'));
    }

    /** Writes the list anew, with every login on every JDK here. Takes the file. */
    public static void main(String[] args) throws IOException {
        Path log = Files.createTempFile("classes", ".log");
        Set<String> names = new LinkedHashSet<>();
        for (Jdk jdk : Jdk.all()) {
            for (Login login : Login.values()) {
                ofTheAgent(loaded(jdk, login, log))
                        .filter(name -> !name.contains("$$Lambda")
                                && !name.startsWith("io/keyweave/agent/KeyweaveAgent")
                                && !name.startsWith("io/keyweave/agent/IsolatedLoader"))
                        .forEach(names::add);
            }
        }
        Files.write(Path.of(args[0]), names);
        Files.delete(log);
    }

    /** What the agent's jar holds in {@code inst/idle} and {@code inst/first}. */
    private static Set<String> classesInOneRead() throws IOException {
        Set<String> names = new HashSet<>();
        try (JarFile jar = new JarFile(Project.agentJar().toFile())) {
            ByteBuffer index = ByteBuffer.wrap(
                    jar.getInputStream(jar.getEntry("inst/index")).readAllBytes());
            for (int row = 0; row < index.getInt(0); row++) {
                int name = index.getInt(4 + row * 20 + 4);
                if (index.getInt(4 + row * 20 + 12) == 0) {
                    names.add(new String(index.array(), name + 2, index.getShort(name), StandardCharsets.ISO_8859_1));
                }
            }
            DataInputStream idle = new DataInputStream(jar.getInputStream(jar.getEntry("inst/idle")));
            for (int left = (int) jar.getEntry("inst/idle").getSize(); left > 0; ) {
                String name = idle.readUTF();
                int length = idle.readInt();
                idle.skipNBytes(length);
                names.add(name);
                left -= name.length() + 6 + length;
            }
        }
        return names;
    }
}
