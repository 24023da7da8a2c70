package io.keyweave.release;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tag of somebody else's action can move; a commit cannot. {@code publishing/lint-workflows} checks the rest. */
class WorkflowsTest {
    @Test
    void everyActionIsPinnedToACommit() throws IOException {
        List<Path> workflows;
        try (Stream<Path> files = Files.list(Path.of("../.github/workflows"))) {
            workflows = files.toList();
        }
        assertFalse(workflows.isEmpty());
        for (Path workflow : workflows) {
            for (String line : Files.readAllLines(workflow)) {
                if (line.contains("uses:")) {
                    assertTrue(
                            line.matches(" *(- )?uses: [\\w./-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+"),
                            () -> workflow + ": " + line);
                }
            }
        }
    }
}
