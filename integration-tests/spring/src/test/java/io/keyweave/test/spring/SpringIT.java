package io.keyweave.test.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.spring.app.SpringApplicationUnderTest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Layout;
import org.springframework.boot.loader.tools.Layouts;

/** One application, every source of Spring Boot, every way to read it. */
class SpringIT {

    /** Everything that means something to Spring, to a list, to JSON, to a regular expression or to us. */
    private static final String ODD = "a${app.host}#{1+1},\"b\"\\c 'd' $<kv:contoso/two> $1 %s ${nobody} #{nobody}";

    private static final String ONE = "one & only";
    private static final String TWO = "two-first";

    private static DevVault dev;
    private static VaultServer vault;

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() {
        dev = DevVault.start();
        vault = dev.vault("contoso");
        vault.put("odd", ODD);
        vault.put("one", ONE);
        vault.put("two", TWO);
        vault.put("cred", "{\"user\":\"me\",\"password\":\"pw,1\"}");
        vault.put("untouched", "nobody asks for this");
    }

    @AfterAll
    static void stop() {
        dev.close();
    }

    private static ForkedJvm jvm(Jdk jdk) {
        return ForkedJvm.on(jdk)
                .agent("vault.contoso=" + vault.url() + ",ca=" + dev.certificateFile() + ",ttl=2s")
                .environment(dev.environment())
                .directory(directory);
    }

    private static ForkedJvm everySource(Jdk jdk) {
        return jvm(jdk).property("sys.secret", "$<kv:contoso/odd>")
                .environment("ENV_SECRET", "$<kv:contoso/odd>")
                .environment("SPRING_APPLICATION_JSON", "{\"json\":{\"secret\":\"$<kv:contoso/odd>\"}}");
    }

    private static Path[] classPath() {
        String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        Path[] paths = new Path[entries.length];
        for (int i = 0; i < entries.length; i++) {
            paths[i] = Path.of(entries[i]);
        }
        return paths;
    }

    private static String ask(RunningJvm app, String question) {
        return app.ask(question, "=").replace("¶", "\n");
    }

    @EveryJdk
    void everySourceAndReader(Jdk jdk) throws Exception {
        vault.put("two", TWO);
        try (RunningJvm app = everySource(jdk)
                .classPath(classPath())
                .main(
                        SpringApplicationUnderTest.class.getName(),
                        "--spring.profiles.active=prod",
                        "--cli.secret=$<kv:contoso/odd>")
                .start()) {
            app.awaitOut("ready"::equals, "the start");
            sources(app);
            beans(app);
            actuator(app);
            usersText(app);
            rotation(app);
            Outcome end = app.finish().expect(0);
            assertFalse(end.toString().contains("inside the agent"), end.toString());
        }
    }

    private static void sources(RunningJvm app) {
        assertEquals(ODD, ask(app, "get app.password"));
        assertEquals(ODD, ask(app, "get app.inside"));
        assertEquals(ONE, ask(app, "get app.list[0]"));
        assertEquals(ONE, ask(app, "get app.defaulted"));
        assertEquals("$<kv:contoso/one>", ask(app, "get app.escaped"));
        assertEquals("null", ask(app, "get app.absent"));
        assertEquals("jdbc:x://h/db?password=one%20%26%20only&user=me", ask(app, "get app.url"));
        assertEquals(TWO, ask(app, "get profile.secret"));
        assertEquals(ONE, ask(app, "get profile.list[0]"));
        assertEquals(ODD, ask(app, "get profile.list[1]"));
        assertEquals(ODD, ask(app, "get profile.second"));
        assertEquals(ODD, ask(app, "get extra.secret"));
        assertEquals(ODD, ask(app, "get sys.secret"));
        assertEquals(ODD, ask(app, "get ENV_SECRET"));
        assertEquals(ODD, ask(app, "get env.secret"));
        assertEquals(ODD, ask(app, "get json.secret"));
        assertEquals(ODD, ask(app, "get cli.secret"));
    }

    private static void beans(RunningJvm app) {
        assertEquals(ODD, ask(app, "bean value"));
        assertEquals(ODD, ask(app, "bean environment"));
        assertEquals("<" + ODD + ">", ask(app, "bean around"));
        assertEquals("2", ask(app, "bean expression"));
        assertEquals(ODD, ask(app, "bean password"));
        assertEquals(ODD, ask(app, "bean inside"));
        assertEquals(ONE + "|plain", ask(app, "bean list"));
        assertEquals(TWO, ask(app, "bean map"));
        assertEquals("me|pw,1", ask(app, "bean nested"));
        assertEquals("jdbc:x://h/db?password=one%20%26%20only&user=me", ask(app, "bean url"));
        assertEquals("null", ask(app, "bean absent"));
    }

    private static void actuator(RunningJvm app) {
        String env = ask(app, "http /actuator/env");
        String properties = ask(app, "http /actuator/configprops");
        for (String place : new String[] {"app.password", "sys.secret", "env.secret", "cli.secret", "json.secret"}) {
            String one = ask(app, "http /actuator/env/" + place);
            assertTrue(one.contains("$<kv:contoso/odd>"), place + " " + one);
            hidden(one);
        }
        assertTrue(env.contains("$<kv:contoso/cred#password>"), env);
        assertTrue(properties.contains("$<kv:contoso/odd>"), properties);
        assertTrue(properties.contains("$<kv:contoso/cred#password>"), properties);
        hidden(env);
        hidden(properties);
    }

    private static void hidden(String shown) {
        for (String secret : new String[] {"a${app.host}#", "one & only", "two-first", "pw,1", "\uE0F2"}) {
            assertFalse(shown.contains(secret), secret + " in " + shown);
        }
    }

    /** A file of a user and a string of a user, also where a trusted text quotes them. */
    private static void usersText(RunningJvm app) throws Exception {
        Path upload = Files.writeString(directory.resolve("upload.properties"), "upload=$<kv:contoso/untouched>\n");
        ask(app, "upload " + upload);
        ask(app, "set user.text $<kv:contoso/untouched>${upload}");
        assertEquals("$<kv:contoso/untouched>", ask(app, "get upload"));
        assertEquals("$<kv:contoso/untouched>$<kv:contoso/untouched>", ask(app, "get user.text"));
        assertTrue(
                vault.requests().stream().noneMatch(request -> request.path().contains("untouched")),
                "asked for what a user wrote");
    }

    private static void rotation(RunningJvm app) throws InterruptedException {
        assertEquals(TWO, ask(app, "bean refreshed"));
        vault.put("two", "two-second");
        until(app, "get app.map.key", "two-second");
        until(app, "bean refreshed", "two-second");
        assertEquals("app.map.key,profile.secret", ask(app, "events"));
        assertEquals("two-second", ask(app, "get profile.secret"));
    }

    private static void until(RunningJvm app, String question, String answer) throws InterruptedException {
        long deadline = System.nanoTime() + ForkedJvm.PATIENCE.toNanos();
        while (!ask(app, question).equals(answer)) {
            assertTrue(System.nanoTime() < deadline, question);
            Thread.sleep(100);
        }
    }

    @Test
    void nestedInAJar() throws Exception {
        fromArchive("shop.jar", new Layouts.Jar(), "");
    }

    @Test
    void nestedInAWar() throws Exception {
        fromArchive("shop.war", new Layouts.War(), "WEB-INF/classes/");
    }

    private static void fromArchive(String name, Layout layout, String within) throws Exception {
        vault.put("two", TWO);
        Path classes = Path.of(SpringApplicationUnderTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path archive = Archive.make(
                directory.resolve(name),
                layout,
                classes,
                within,
                SpringApplicationUnderTest.class.getName(),
                classPath());
        try (RunningJvm app = everySource(Jdk.oldest())
                .jar(archive, "--spring.profiles.active=prod", "--cli.secret=$<kv:contoso/odd>")
                .start()) {
            app.awaitOut("ready"::equals, "the start");
            sources(app);
            beans(app);
            app.finish().expect(0);
        }
    }

    @Test
    void whatCannotBeHadStopsTheStartInOneReport() throws Exception {
        Path config = Files.writeString(
                directory.resolve("wrong.properties"), "first=$<kv:contoso/nowhere>\nsecond=$<kv:contoso/odd#field>\n");
        Outcome outcome = everySource(Jdk.oldest())
                .classPath(classPath())
                .property("spring.config.additional-location", config.toString())
                .main(SpringApplicationUnderTest.class.getName())
                .run();
        assertTrue(outcome.exitCode() != 0, outcome.toString());
        String all = outcome.toString();
        assertTrue(all.contains("wrong.properties") && all.contains("contoso/nowhere"), all);
        assertTrue(all.contains("(second)"), all);
        assertFalse(all.contains("\tat "), all);
        assertFalse(all.contains("ready"), all);
        assertFalse(all.contains("a${app.host}"), all);
    }

    @Test
    void anArgumentThatCannotBeHad() {
        Outcome outcome = everySource(Jdk.oldest())
                .classPath(classPath())
                .main(SpringApplicationUnderTest.class.getName(), "--cli.secret=$<kv:contoso/nowhere>")
                .run();
        String all = outcome.toString();
        assertTrue(outcome.exitCode() != 0, all);
        assertTrue(all.contains("command line argument --cli.secret"), all);
        assertFalse(all.contains("\tat "), all);
    }
}
