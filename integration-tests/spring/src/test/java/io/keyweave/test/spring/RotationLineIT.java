package io.keyweave.test.spring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.spring.app.WaitingApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spring's environment reads again, so the log of a rotation speaks of no copy. */
class RotationLineIT {

    @TempDir
    private Path directory;

    @Test
    void springReadsAgain() throws Exception {
        try (SpringVault vault = new SpringVault()) {
            vault.server.put("rotating", "first");
            Files.writeString(
                    directory.resolve("application.yml"),
                    "spring.main.web-application-type: none\nof:\n  file: $<kv:contoso/rotating>\n  block: |\n    $<kv:contoso/one>\n");
            Files.writeString(directory.resolve("application.properties"), "of.blank=$<kv:contoso/two> \n");
            try (RunningJvm jvm = vault.contoso
                    .jvm(Jdk.oldest(), "ttl=1s")
                    .directory(directory)
                    .classPath(SpringVault.classPath())
                    .main(WaitingApplication.class)
                    .startReady()) {
                for (String key : new String[] {"of.block", "of.blank"}) {
                    jvm.awaitErr(
                            text -> text.contains(key) && text.contains("the blanks around the placeholder"),
                            "the warning of " + key);
                }
                vault.server.put("rotating", "second");
                String line = jvm.awaitErr(text -> text.contains("rotated contoso/rotating"), "the rotation");
                assertTrue(line.contains("read by ") && line.contains("application.yml"), line);
                assertFalse(line.contains("copied by"), line);
                Eventually.holds("the next version to be read", () -> "second".equals(jvm.ask("", "now ")));
            }
        }
    }
}
