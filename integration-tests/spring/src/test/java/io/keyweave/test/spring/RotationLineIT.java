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
                    "spring.main.web-application-type: none\nof:\n  file: $<kv:contoso/rotating>\n");
            try (RunningJvm jvm = vault.contoso
                    .jvm(Jdk.oldest(), "ttl=1s")
                    .directory(directory)
                    .classPath(SpringVault.classPath())
                    .main(WaitingApplication.class)
                    .startReady()) {
                vault.server.put("rotating", "second");
                String line = jvm.awaitErr(text -> text.contains("rotated contoso/rotating"), "the rotation");
                assertTrue(line.contains("read by ") && line.contains("application.yml"), line);
                assertFalse(line.contains("copied by"), line);
                Eventually.holds("the next version to be read", () -> "second".equals(jvm.ask("", "now ")));
            }
        }
    }
}
