package io.keyweave.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "secretsmanager.eu-west-1.amazonaws.com", "a1.b"})
    void aNameIsPlain(String host) {
        assertTrue(ServerName.isPlain(host));
    }

    /** Left to the JDK. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1",
                "::1",
                "[::1]",
                "2130706433",
                "Localhost",
                "*.example.com",
                "example.com.",
                "a.b1",
                "stra\u00DFe.example",
                "a b",
                "a\u0000b"
            })
    void whatNeedsInterpretingIsNot(String host) {
        assertFalse(ServerName.isPlain(host));
    }
}
