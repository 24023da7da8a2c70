package io.keyweave.test.frameworks;

import static io.keyweave.test.frameworks.Workplace.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.frameworks.app.WaitingMicronaut;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log of a rotation names the framework that keeps a copy, of its files and of the variables and properties that it has copied at its start. Its
 * meter registry counts the rotations.
 */
class RotationLineIT {

    private static final String COPY =
            ", copied by Micronaut when it was loaded: a restart or the login hook brings the new version";

    @TempDir
    private Path resources;

    @TempDir
    private Path directory;

    @Test
    void micronautKeepsCopies() {
        try (Workplace workplace = new Workplace()) {
            workplace.vault().vault().put("of-file", "first");
            workplace.vault().vault().put("of-block", "first");
            workplace.vault().vault().put("of-variable", "first");
            workplace.vault().vault().put("of-property", "first");
            write(
                    resources,
                    "application.yml",
                    "of:",
                    "  yaml: $<kv:contoso/of-file>",
                    "  block: |",
                    "    $<kv:contoso/of-block>");
            try (RunningJvm jvm = workplace
                    .jvm(Jdk.oldest(), resources, directory, "ttl=1s")
                    .environment("FROM_VARIABLE", "$<kv:contoso/of-variable>")
                    .property("from.property", "$<kv:contoso/of-property>")
                    .main(WaitingMicronaut.class)
                    .startReady()) {
                for (String secret : new String[] {"of-file", "of-variable", "of-property"}) {
                    workplace.vault().vault().put(secret, "second");
                }
                rotated(jvm, "of-file", "application.yml");
                rotated(jvm, "of-variable", "env FROM_VARIABLE");
                rotated(jvm, "of-property", "system property from.property");
                String blanks = jvm.awaitErr(text -> text.contains("the blanks around the placeholder"), "the warning");
                assertTrue(blanks.contains("application.yml") && blanks.contains(": 4: "), blanks);
                assertEquals("first", jvm.ask("", "now "), "a copy stays a copy");
                Eventually.shows(
                        "the agent's meters",
                        () -> jvm.ask("meters", "meters ").replace(",}", "}"),
                        List.of("keyweave_secret_rotations_total{secret=\"of-file\",vault=\"contoso\"} 1"));
            }
        }
    }

    private static void rotated(RunningJvm jvm, String secret, String place) {
        String line = jvm.awaitErr(text -> text.contains("rotated contoso/" + secret), "the rotation of " + secret);
        assertTrue(line.contains(place) && line.contains(COPY), line);
        assertTrue(!line.contains("(read by " + place + ")"), line);
    }
}
