package io.keyweave.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPatternTest {

    @Test
    void matches() {
        ServerPattern exact = ServerPattern.of("DB.contoso.com:5432");
        assertTrue(exact.matches("db.Contoso.com", 5432));
        assertFalse(exact.matches("db.contoso.com", 5433));
        assertFalse(exact.matches("xdb.contoso.com", 5432));
        ServerPattern star = ServerPattern.of("shop-*.contoso.com:*");
        assertTrue(star.matches("shop-1.contoso.com", 1));
        assertFalse(star.matches("shop-1.evil.contoso.com", 1), "a star is within one label");
        assertFalse(star.matches("shop-1.contoso.com.evil.org", 1));
        assertTrue(ServerPattern.of("[FD00::1]:6379").matches("fd00::1", 6379));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db",
                "db:",
                "db:0",
                "db:65536",
                "db:x",
                ":5432",
                "*:5432",
                "*.*:5432",
                "jdbc:postgresql://db:5432/x",
                "a,b:1",
                "fd00::1:6379",
                "user@db:1",
                ";"
            })
    void isRefused(String text) {
        assertNotNull(ServerPattern.objection(text));
    }

    @Test
    void isAList() {
        assertNull(ServerPattern.objection(" db:5432 ; *.redis.contoso.com:6380;"));
        assertEquals(new ServerPattern("db", -1), ServerPattern.of("db:*"));
    }
}
