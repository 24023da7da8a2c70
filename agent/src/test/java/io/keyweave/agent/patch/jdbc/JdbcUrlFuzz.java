package io.keyweave.agent.patch.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.agent.login.LoginTarget;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;

/** Credentials in JDBC URLs: taken out they are gone, and no name of a target holds one. */
public final class JdbcUrlFuzz {

    private static final String SECRET = "s3cr3t-9f27";
    private static final UrlLogin.Url QUERY = new H2Patch.SettingsUrl(new Query('?', '&'));

    private JdbcUrlFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        // Hosts are named in lower case.
        if (text.toLowerCase(Locale.ROOT).contains(SECRET.toLowerCase(Locale.ROOT))) {
            return;
        }
        check(H2Patch.URL, "jdbc:h2:" + text);
        check(H2Patch.URL, "jdbc:h2:mem:a;" + text + ";password=" + SECRET);
        check(H2Patch.URL, "jdbc:h2:tcp://db/a;password=" + SECRET + ";" + text);
        check(Db2Patch.URL, "jdbc:db2:" + text);
        check(Db2Patch.URL, "jdbc:db2://db:50000/a:" + text + ";password=" + SECRET);
        check(OraclePatch.OracleUrl.FORM, "jdbc:oracle:" + text);
        check(OraclePatch.OracleUrl.FORM, "jdbc:oracle:thin:scott/" + SECRET + "@" + text);
        check(QUERY, "jdbc:mysql://" + text);
        check(QUERY, "jdbc:mysql://db/a?" + text + "&password=" + SECRET);
    }

    private static void check(UrlLogin.Url form, String url) {
        String without = form.without(url);
        assertEquals(null, form.value(without, "user"), "a user is left");
        assertEquals(null, form.value(without, "password"), "a password is left");
        assertTrue(!without.contains(SECRET), "a secret is left");
        assertEquals(without, form.without(without));
        LoginTarget target = form.target(url, new Properties());
        assertNotNull(target.servers());
        assertTrue(!target.toString().contains(SECRET), "a secret in the name of a target");
        assertTrue(target.toString().chars().noneMatch(Character::isISOControl), "not one line");
        for (LoginTarget.Server server : target.servers()) {
            assertTrue(server.host().length() <= 2 * url.length() + 2);
        }
    }
}
