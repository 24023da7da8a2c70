package io.keyweave.agent.patch.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keyweave.agent.login.Credential;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CopiesTest {

    private final Properties defaults = new Properties();
    private final Properties given = new Properties(defaults);

    @Test
    void defaultsStayAndTheOriginalIsNotTouched() {
        defaults.setProperty("password", "old");
        defaults.setProperty("ssl", "true");
        given.setProperty("user", "me");
        Properties copy = Copies.with(given, new Credential("you", "new"), "user", "password");
        assertEquals("you", copy.getProperty("user"));
        assertEquals("new", copy.getProperty("password"));
        assertEquals("true", copy.getProperty("ssl"), "through the defaults");
        assertEquals("me", given.getProperty("user"));
        assertEquals("old", given.getProperty("password"));
        assertFalse(given.containsKey("password"));
    }

    @Test
    void aMissingUserNameStaysMissing() {
        assertNull(Copies.with(given, new Credential(null, "new"), "user", "password")
                .getProperty("user"));
    }

    @Test
    void namesInAnyCaseAndCharactersInsteadOfText() {
        char[] characters = "old-password".toCharArray();
        given.put("PassWord", characters);
        given.put("USER", "me");
        assertEquals("old-password", Copies.text(given, "password"));
        assertEquals("me", Copies.text(given, "user"));
        Properties copy = Copies.withAnyCase(given, new Credential("you", "new"), "user", "password");
        assertEquals(2, copy.size());
        assertEquals("new", Copies.text(copy, "password"));
        assertEquals("you", Copies.text(copy, "user"));
        assertEquals("old-password", new String(characters));
        assertEquals(characters, given.get("PassWord"));
    }
}
