package io.keyweave.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTest {

    private static String table(int rows) {
        StringBuilder out = new StringBuilder("SECRET  STATE").append(System.lineSeparator());
        for (int i = 0; i < rows; i++) {
            out.append("vault/s").append(i).append("  present").append(System.lineSeparator());
        }
        return out.append(System.lineSeparator())
                .append(rows)
                .append(" secrets.")
                .append(System.lineSeparator())
                .toString();
    }

    @Test
    void aLongTableIsCutBeforeWhatFollowsIt() {
        assertEquals(table(60), Status.shortened(table(60)));
        List<String> lines = Status.shortened(table(1000)).lines().toList();
        assertEquals("vault/s59  present", lines.get(60));
        assertEquals("and 940 more; --all shows them", lines.get(61));
        assertTrue(lines.get(62).isEmpty());
        assertEquals("1000 secrets.", lines.get(63));
        assertEquals(64, lines.size());
    }

    @Test
    void patchesThatWaitAreCounted() {
        String end = System.lineSeparator();
        String table = "Patches" + end + "active   the JDK  java.util.Properties" + end
                + "waiting  the JDK  java.net.Authenticator" + end;
        assertEquals(
                "Patches" + end + "active   the JDK  java.util.Properties" + end
                        + "and 1 for what is not loaded; --all shows them" + end,
                Status.withoutWaiting(table));
        assertEquals(table(3), Status.withoutWaiting(table(3)));
    }
}
