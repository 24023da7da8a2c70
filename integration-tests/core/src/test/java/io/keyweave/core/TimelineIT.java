package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.overlap.StartsSlowly;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code log=debug} says in one line which phase of the start ran when; what it says is not judged here. */
class TimelineIT {

    private static final String LINE = " DEBUG KW-1051 keyweave: time line: ";

    private static final Set<String> ALWAYS = Set.of("scan", "jar", "settings", "patches", "premain");

    private static final Set<String> FETCHED =
            Set.of("library", "templates", "secrets", "views", "challenge", "token", "connect", "tls", "get");

    @AutoClose
    private final Contoso contoso = new Contoso();

    @BeforeEach
    void start() {
        contoso.vault().put("db-password", "the-secret-value");
    }

    private ForkedJvm jvm(Jdk jdk, String more) {
        return contoso.jvm(jdk, more, "startup-timeout=60s")
                .environment("DB_PASSWORD", "$<kv:contoso/db-password>")
                .property("db.user", "scott")
                .property("db.password", "$<kv:contoso/db-password>")
                .main(StartsSlowly.class);
    }

    @EveryJdk
    void everyPhaseOfAStartIsTold(Jdk jdk) {
        assertTrue(phases(jvm(jdk, "log=debug").run().expect(0)).containsAll(FETCHED));
    }

    @OneJdk
    void soItIsWhereTheFirstReadWaits(Jdk jdk) {
        Set<String> phases =
                phases(jvm(jdk, "log=debug,startup-wait=first-read").run().expect(0));
        assertTrue(phases.containsAll(FETCHED), phases.toString());
    }

    @Test
    void aJvmWithoutPlaceholdersTellsWhatItDid() {
        Outcome outcome = ForkedJvm.on(Jdk.oldest())
                .agent("log=debug")
                .property("db.user", "scott")
                .property("db.password", "plain")
                .environment("DB_PASSWORD", "plain")
                .main(StartsSlowly.class)
                .run()
                .expect(0);
        assertEquals(ALWAYS, phases(outcome));
    }

    @Test
    void nobodyIsToldWhoDidNotAsk() {
        Outcome outcome = jvm(Jdk.oldest(), "log=info").run().expect(0);
        assertTrue(outcome.err().stream().noneMatch(line -> line.contains("time line")), outcome.toString());
    }

    /** Names of phases, once each is found to be followed by two numbers. */
    private static Set<String> phases(Outcome outcome) {
        List<String> lines =
                outcome.err().stream().filter(line -> line.contains(LINE)).toList();
        assertEquals(1, lines.size(), outcome.toString());
        List<String> names = new ArrayList<>();
        for (String phase : lines.get(0)
                .substring(lines.get(0).indexOf(LINE) + LINE.length())
                .split(", ")) {
            assertTrue(phase.matches("[a-z-]+ \\d+\\.\\d \\d+\\.\\d"), phase);
            names.add(phase.substring(0, phase.indexOf(' ')));
        }
        assertTrue(names.containsAll(ALWAYS), names.toString());
        assertEquals(names.size(), new HashSet<>(names).size(), names.toString());
        return new HashSet<>(names);
    }
}
