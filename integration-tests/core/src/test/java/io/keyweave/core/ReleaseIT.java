package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.release.ComesAndGoes;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

/** What the agent holds is bounded by what the application holds: thousands of templates and their secrets come and go. */
class ReleaseIT {

    private static final int FILES = 10;
    private static final int LINES = 200;

    /** Few: with more than the limit on requests allows, the ttl is longer than asked for, and so is the time until what nobody names goes. */
    private static final int SECRETS = 4;

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    @EveryJdk
    void valuesThatNobodyNamesAnyMoreAreReleased(Jdk jdk) throws IOException {
        contoso.vault().put("kept", "kept-value");
        List<String> files = new ArrayList<>();
        files.add(Files.writeString(work.resolve("kept.properties"), "kept=$<kv:contoso/kept>\n")
                .toString());
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < SECRETS; i++) {
                contoso.vault().put("s-" + file + "-" + i, "value of " + file + "-" + i);
            }
            for (int i = 0; i < LINES; i++) {
                text.append("key-" + file + "-" + i + "=$<kv:contoso/s-" + file + "-" + i % SECRETS + ">\n");
            }
            files.add(
                    Files.writeString(work.resolve(file + ".properties"), text).toString());
        }
        Outcome outcome = contoso.jvm(jdk, "ttl=10s", "log=error", "trust=" + work + "/*")
                .main(ComesAndGoes.class, files.toArray(String[]::new))
                .run()
                .expect(0)
                .expectHarmless();
        assertTrue(number(outcome, "with all: ") > FILES * LINES, outcome.toString());
        assertTrue(number(outcome, "left: ") < 12, outcome.toString());
        assertTrue(outcome.out().contains("kept: kept-value " + LINES), outcome.toString());
    }

    private static int number(Outcome outcome, String prefix) {
        for (String line : outcome.out()) {
            if (line.startsWith(prefix)) {
                return Integer.parseInt(line.substring(prefix.length()).split(" ")[0]);
            }
        }
        throw new AssertionError("no " + prefix + " in " + outcome);
    }
}
