package io.keyweave.test.petclinic;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * spring-petclinic, with its PostgreSQL profile, works by adding {@code -javaagent} and changing one value. What else is set here says where
 * the database and the port of this machine are, and lets the actuator show what it would mask. One of the two ways on the oldest JDK, the other on the newest.
 */
class PetclinicIT {

    private static final String PLACEHOLDER = "$<kv:contoso/petclinic>";

    @AutoClose
    private static final Contoso CONTOSO = new Contoso();

    @AutoClose
    private static ClinicDatabase database;

    @TempDir
    Path directory;

    @BeforeAll
    static void startDatabase() {
        database = new ClinicDatabase();
    }

    @Test
    void inTheEnvironment() throws Exception {
        rotates(petclinic(Jdk.oldest()).environment("POSTGRES_PASS", PLACEHOLDER), "POSTGRES_PASS");
    }

    @Test
    void inItsPropertiesFile() throws Exception {
        String file = "application-postgres.properties";
        String original =
                Files.readString(Project.home().resolve("integration-tests/petclinic/src/main/resources/" + file));
        String line = "spring.datasource.password=";
        String changed = original.replace(line + "${POSTGRES_PASS:petclinic}", line + PLACEHOLDER);
        assertFalse(changed.equals(original), original);
        Files.writeString(directory.resolve(file), changed);
        rotates(petclinic(Jdk.newest()), "spring.datasource.password");
    }

    private ForkedJvm petclinic(Jdk jdk) {
        return CONTOSO.jvm(jdk, "ttl=2s")
                .directory(directory)
                .environment("POSTGRES_URL", database.url())
                .environment("SERVER_PORT", "0")
                .environment("MANAGEMENT_ENDPOINT_ENV_SHOW_VALUES", "always")
                .jar(
                        Project.built("integration-tests/petclinic/target/petclinic-boot.jar"),
                        "--spring.profiles.active=postgres");
    }

    private static void rotates(ForkedJvm petclinic, String property) throws Exception {
        String first = newPassword();
        String second = newPassword();
        CONTOSO.vault().put("petclinic", first);
        database.password(first);
        try (RunningJvm jvm = petclinic.start()) {
            String begin = "Tomcat started on port ";
            String started = jvm.awaitOut(line -> line.contains(begin), "the start");
            Visitor visitor = new Visitor(
                    started.substring(started.indexOf(begin) + begin.length()).split(" ", 2)[0]);
            visitor.booksVisit("before");

            CONTOSO.vault().put("petclinic", second);
            visitor.booksVisit("vault-rotated");
            database.password(second);
            visitor.booksVisit("both-rotated");
            Set<String> old = database.sessions();
            end(old);
            visitor.booksVisit("after");
            visitor.manyAtOnce();
            assertFalse(database.sessions().isEmpty());
            assertTrue(Collections.disjoint(old, database.sessions()), "sessions that should have ended");

            String shown = visitor.page("/actuator/env/" + property);
            assertTrue(shown.contains(PLACEHOLDER), shown);
            hidden(shown + visitor.page("/actuator/env"), first, second);
            hidden(String.join("\n", jvm.out()) + String.join("\n", jvm.err()), first, second);
        }
    }

    private static void end(Set<String> sessions) {
        assertFalse(sessions.isEmpty());
        Eventually.sees(
                "the end of the sessions " + sessions,
                () -> {
                    database.endIdleSessions();
                    return database.sessions();
                },
                left -> Collections.disjoint(sessions, left));
    }

    private static void hidden(String text, String... secrets) {
        for (String secret : secrets) {
            assertFalse(text.contains(secret), () -> secret + " in " + text);
        }
    }

    private static String newPassword() {
        return UUID.randomUUID().toString();
    }
}
