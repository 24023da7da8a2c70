package io.keyweave.test.spring;

import static io.keyweave.test.spring.SpringVault.ODD;
import static io.keyweave.test.spring.SpringVault.ONE;
import static io.keyweave.test.spring.SpringVault.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.RunningJvm;
import org.springframework.boot.SpringBootVersion;

/** What the application sees in its sources and beans, and what the actuator shows, however the application was started. */
final class Expected {

    private Expected() {}

    /** The application, asked in one of its ways. */
    @FunctionalInterface
    interface Asked {
        String ask(String question) throws Exception;

        static Asked byLine(RunningJvm jvm) {
            return question -> jvm.ask(question, "=").replace("¶", "\n");
        }
    }

    /** Asks until the answer is the wanted one. */
    static void until(Asked app, String question, String answer) {
        Eventually.sees(question + " to be " + answer, () -> app.ask(question), answer::equals);
    }

    static void sources(Asked app) throws Exception {
        assertEquals(ODD, app.ask("get app.password"));
        assertEquals(ODD, app.ask("get app.inside"));
        assertEquals(ONE, app.ask("get app.list[0]"));
        assertEquals(ONE, app.ask("get app.defaulted"));
        assertEquals("$<kv:contoso/one>", app.ask("get app.escaped"));
        assertEquals("null", app.ask("get app.absent"));
        assertEquals("jdbc:x://h/db?password=one%20%26%20only&user=me", app.ask("get app.url"));
        assertEquals(TWO, app.ask("get profile.secret"));
        assertEquals(ONE, app.ask("get profile.list[0]"));
        assertEquals(ODD, app.ask("get profile.list[1]"));
        assertEquals(ODD, app.ask("get profile.second"));
        assertEquals(ODD, app.ask("get extra.secret"));
        assertEquals(ODD, app.ask("get sys.secret"));
        assertEquals(ODD, app.ask("get ENV_SECRET"));
        assertEquals(ODD, app.ask("get env.secret"));
        assertEquals(ODD, app.ask("get json.secret"));
    }

    static void beans(Asked app) throws Exception {
        assertEquals(ODD, app.ask("bean value"));
        assertEquals(ODD, app.ask("bean environment"));
        assertEquals("<" + ODD + ">", app.ask("bean around"));
        assertEquals("2", app.ask("bean expression"));
        assertEquals(ODD, app.ask("bean password"));
        assertEquals(ODD, app.ask("bean inside"));
        assertEquals(ONE + "|plain", app.ask("bean list"));
        assertEquals(ONE, app.ask("bean single"));
        assertEquals(TWO, app.ask("bean map"));
        assertEquals("me|pw,1", app.ask("bean nested"));
        assertEquals("jdbc:x://h/db?password=one%20%26%20only&user=me", app.ask("bean url"));
        assertEquals("null", app.ask("bean absent"));
        assertEquals(ODD, app.ask("bean early"));
        assertEquals("me|pw,1", app.ask("bean binder"));
        assertEquals("1", app.ask("bean conditional"));
        assertEquals(ODD, app.ask("bean logback"));
    }

    /** Every form in which a secret may have been asked for, in what the actuator and the JVM's own bean show. */
    static void encodings(Asked app) throws Exception {
        String env = app.ask("http /actuator/env");
        String properties = app.ask("http /actuator/configprops");
        String bean = app.ask("runtime-bean");
        for (String encoding : new String[] {"plain", "base64", "url", "json", "jaas", "xml", "yaml", "sqlserver"}) {
            String value = app.ask("get app.map.as-" + encoding);
            assertTrue(value.length() > 40 && !value.startsWith("$<"), value);
            String inJson = value.replace("\\", "\\\\").replace("\"", "\\\"");
            for (String shown : new String[] {env, properties, bean}) {
                assertFalse(shown.contains(value) || shown.contains(inJson), encoding + " " + shown);
                hidden(shown);
            }
            assertTrue(bean.contains("-Dencoded." + encoding + "=$<kv:contoso/odd?as=" + encoding + ">"), bean);
            assertTrue(bean.contains("{encoded." + encoding + "=$<kv:contoso/odd"), bean);
            assertTrue(bean.contains("{copied." + encoding + "=$<kv:contoso/odd"), bean);
        }
        assertTrue(env.contains("$<kv:contoso/odd?as=base64>"), env);
    }

    /** @param more a further property that is {@code odd} */
    static void actuator(Asked app, String more) throws Exception {
        String env = app.ask("http /actuator/env");
        String properties = app.ask("http /actuator/configprops");
        for (String place : new String[] {"app.password", "sys.secret", "env.secret", more, "json.secret"}) {
            String one = app.ask("http /actuator/env/" + place);
            assertTrue(one.contains(shown("$<kv:contoso/odd>")), place + " " + one);
            hidden(one);
        }
        assertTrue(env.contains("$<kv:contoso/one>"), env);
        assertTrue(env.contains(shown("$<kv:contoso/cred#password>")), env);
        assertTrue(properties.contains("$<kv:contoso/one>"), properties);
        // Of a record Spring Boot 2 shows the lists only.
        assertTrue(properties.contains(shown("$<kv:contoso/odd>")), properties);
        assertTrue(properties.contains(shown("$<kv:contoso/cred#password>")), properties);
        hidden(env);
        hidden(properties);
    }

    /** What the actuator makes of a placeholder under a name like {@code password}: before 3.0 it masks such a value, as it does others. */
    static String shown(String placeholder) {
        return SpringBootVersion.getVersion().startsWith("2.") ? "******" : placeholder;
    }

    private static void hidden(String shown) {
        for (String secret :
                new String[] {"a${app.host}#", "one & only", "one%20%26%20only", "two-first", "pw,1", "\uE0F2"}) {
            assertFalse(shown.contains(secret), secret + " in " + shown);
        }
    }
}
