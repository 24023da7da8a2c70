package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.trust.LoadsOne;
import com.example.trust.ReadsNearMisses;
import com.typesafe.config.Config;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Names of variables, properties and keys may come from anybody: no line and no terminal code of theirs gets into the log or a report. */
class HostileNamesIT {

    private static final String FORGED = "keyweave: forged";
    private static final String ESCAPE = "\u001b[31m";
    private static final String HOSTILE = "a\r\n" + FORGED + ESCAPE + "\u009b2J\u2028b";

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    @BeforeEach
    void fill() {
        contoso.vault().put("fields", "{\"user\":\"somebody\",\"password\":\"the-secret\"}");
    }

    private static void clean(Outcome outcome, List<String> lines, String shown) {
        for (String line : lines) {
            assertFalse(line.startsWith(FORGED), outcome.toString());
            assertTrue(
                    line.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t' || c == '\u2028'),
                    outcome.toString());
        }
        assertTrue(lines.stream().anyMatch(line -> line.contains(FORGED) && line.contains(shown)), outcome.toString());
    }

    @EveryJdk
    void inTheReportOfAStart(Jdk jdk) {
        Outcome outcome = contoso.jvm(jdk)
                .environment(HOSTILE, "$<kv:contoso/nowhere>")
                .property(HOSTILE, "$<kv:contoso/fields#nothing>")
                .property(HOSTILE + "2", "$<kv:not closed" + HOSTILE)
                .main(LoadsOne.class)
                .run()
                .expect(78);
        clean(outcome, outcome.err(), "env a");
        clean(outcome, outcome.err(), "property a");
    }

    @EveryJdk
    void inTheReportOfALoadAndInWarnings(Jdk jdk) throws IOException {
        String key = "a\\r\\n" + FORGED.replace(": ", "\\:\\ ") + "\\u001b[31m\\u009b2J\\u2028b";
        Path file = Files.writeString(work.resolve("a.properties"), key + "=$<kv:contoso/nowhere>\n");
        Outcome load = contoso.jvm(jdk, "trust=" + work + "/*")
                .main(LoadsOne.class, file.toString())
                .run()
                .expect(0);
        clean(load, load.out(), "a.properties");
        Path near = Files.writeString(work.resolve("near.properties"), key + "=$<KV:contoso/nowhere>\n");
        Outcome warnings = contoso.jvm(jdk, "trust=" + work + "/*")
                .classPathOf(Config.class)
                .environment(HOSTILE, "$<KV:" + HOSTILE)
                .main(ReadsNearMisses.class, near.toString())
                .run()
                .expect(0);
        clean(warnings, warnings.err(), "env a");
        clean(warnings, warnings.err(), "near.properties");
    }

    /** The operator's command, too; and it judges each placeholder, not only its secret. */
    @EveryJdk
    void inTheCommandCheck(Jdk jdk) {
        Outcome check = ForkedJvm.on(jdk)
                .environment(contoso.dev().environment())
                .environment("GOOD", "$<kv:contoso/fields#password>")
                .environment(HOSTILE, "$<kv:contoso/fields#nothing>")
                .jar(Project.agentJar(), "check", "--settings", contoso.settings() + Contoso.patience())
                .run()
                .expect(78);
        clean(check, check.out(), "env a");
        assertTrue(check.outText().contains("nothing"), check.toString());
        assertFalse(check.outText().contains("the-secret"), check.toString());
    }
}
