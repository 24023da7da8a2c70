package io.keyweave.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckAnswerTest {

    private static CheckedSecret text(String placeholder, String origin) {
        return CheckedSecret.text(placeholder, origin, Resolution.nobody("Add the file to trust."));
    }

    private static String table(List<CheckedSecret> secrets) {
        return new CheckAnswer(secrets, 78, "", "", Instant.EPOCH).table(false);
    }

    @Test
    void tellsOfOnePlaceOnceWhatToDo() {
        String table = table(List.of(
                text("contoso/user", "orders.conf: 1"),
                text("contoso/password", "orders.conf: 1"),
                text("contoso/password", "orders.conf: 2")));
        List<String> below = table.substring(table.indexOf("The application"))
                .lines()
                .filter(line -> line.startsWith("orders.conf"))
                .toList();
        assertEquals(
                List.of(
                        "orders.conf: 1: nobody resolves this. Add the file to trust.",
                        "orders.conf: 2: nobody resolves this. Add the file to trust."),
                below);
    }

    @Test
    void tellsHowManyPlacesAreLeftOut() {
        List<CheckedSecret> secrets = new ArrayList<>();
        for (int line = 1; line <= 65; line++) {
            secrets.add(text("contoso/a", "orders.conf: " + line));
            secrets.add(text("contoso/b", "orders.conf: " + line));
        }
        assertTrue(table(secrets).endsWith("and 5 more; --all shows them\n\n"), table(secrets));
    }
}
