package io.keyweave.test.spring;

import static io.keyweave.test.spring.Expected.until;
import static io.keyweave.test.spring.SpringVault.ODD;
import static io.keyweave.test.spring.SpringVault.TWO;
import static io.keyweave.test.spring.SpringVault.classPath;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.spring.Expected.Asked;
import io.keyweave.test.spring.app.Quoting;
import io.keyweave.test.spring.app.SpringApplicationUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.loader.tools.Layout;
import org.springframework.boot.loader.tools.Layouts;

/** One application, every source of Spring Boot, every way to read it. */
class SpringIT {

    @AutoClose
    private static final SpringVault VAULT = new SpringVault();

    @TempDir
    static Path directory;

    /** On every JDK also with a Spring Boot whose other tests run on one. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.keyweave.test.Jdk#all")
    void everySourceAndReader(Jdk jdk) throws Exception {
        VAULT.server.put("two", TWO);
        try (RunningJvm jvm = VAULT.everySource(jdk, "ttl=2s")
                .directory(directory)
                .classPath(classPath())
                .main(
                        SpringApplicationUnderTest.class.getName(),
                        "--spring.profiles.active=prod",
                        "--cli.secret=$<kv:contoso/odd>",
                        "--cli.escaped=$$<kv:contoso/untouched>")
                .startReady()) {
            Asked app = Asked.byLine(jvm);
            Expected.sources(app);
            assertEquals(ODD, app.ask("get cli.secret"));
            Expected.beans(app);
            attacks(app);
            Expected.actuator(app, "cli.secret");
            Expected.encodings(app);
            usersText(app);
            rotation(app);
            Outcome end = jvm.finish().expect(0).expectHarmless();
            assertTrue(
                    end.errText()
                            .contains("command line argument --cli.appended: a placeholder in it was not resolved"),
                    end.toString());
        }
    }

    /** What a user may send in through an application, equal to what the operator wrote. */
    private static void attacks(Asked app) throws Exception {
        String user = "$<kv:contoso/untouched>";
        assertEquals("$<kv:contoso/odd>|" + user + "|" + user + "|" + user, app.ask("arguments"));
        String replayed = app.ask("replay app.password " + directory.resolve("replayed.yaml"));
        assertEquals(11, replayed.split("\\|", -1).length, replayed);
        assertFalse(replayed.contains("#{1+1}") || replayed.contains("$<") || replayed.contains("null"), replayed);
        Path trusted = Files.writeString(directory.resolve("application-trusted.properties"), "other=plain\n");
        String faces = app.ask("two-faced " + trusted);
        assertEquals(
                List.of(),
                Arrays.stream(faces.split("\\|", -1))
                        .filter(text -> !text.equals("null") && !text.equals(user))
                        .toList(),
                faces);
    }

    /** A file of a user and a string of a user, also where a trusted text quotes them. */
    private static void usersText(Asked app) throws Exception {
        Path upload = Files.writeString(directory.resolve("upload.properties"), "upload=$<kv:contoso/untouched>\n");
        app.ask("upload " + upload);
        app.ask("set user.text $<kv:contoso/untouched>${upload}");
        assertEquals("$<kv:contoso/untouched>", app.ask("get upload"));
        assertEquals("$<kv:contoso/untouched>$<kv:contoso/untouched>", app.ask("get user.text"));
        assertTrue(
                VAULT.server.requests().stream()
                        .noneMatch(request -> request.path().contains("untouched")),
                "asked for what a user wrote");
    }

    private static void rotation(Asked app) throws Exception {
        assertEquals(TWO, app.ask("bean refreshed"));
        VAULT.server.put("two", "two-second");
        until(app, "get app.map.key", "two-second");
        until(app, "bean refreshed", "two-second");
        assertEquals("app.map.key,profile.secret", app.ask("events"));
        assertEquals("two-second", app.ask("get profile.secret"));
    }

    /** A developer's JVM does without the secrets of the production, though they are in the same file. */
    @Test
    void aDocumentForAnotherProfileAsksForNothing() throws Exception {
        Path config = Files.writeString(
                directory.resolve("documents.yaml"),
                """
                document.any: $<kv:contoso/two>
                document.near: $<KV:contoso/two>
                ---
                spring.config.activate.on-profile: prod
                document.prod: $<kv:contoso/odd>
                ---
                spring.config.activate.on-profile: "!prod"
                document.other: $<kv:contoso/untouched>
                document.nowhere: $<kv:contoso/nowhere>
                """);
        VAULT.server.put("two", TWO);
        try (RunningJvm jvm = VAULT.everySource(Jdk.oldest())
                .directory(directory)
                .classPath(classPath())
                .property("spring.config.additional-location", config.toString())
                .main(SpringApplicationUnderTest.class.getName(), "--spring.profiles.active=prod")
                .startReady()) {
            Asked app = Asked.byLine(jvm);
            assertEquals(TWO, app.ask("get document.any"));
            assertEquals(ODD, app.ask("get document.prod"));
            assertEquals("null", app.ask("get document.other"));
            assertEquals("$<KV:contoso/two>", app.ask("get document.near"));
            Outcome end = jvm.finish().expect(0);
            assertTrue(
                    end.errText().contains("(document.near): this looks like a placeholder and is none"),
                    end.toString());
        }
        assertTrue(
                VAULT.server.requests().stream()
                        .noneMatch(request -> request.path().contains("untouched")),
                "asked for what no active document names");
    }

    /** Trusted by path as other files are; once read, and once quoted by another property. */
    @EveryJdk
    void aConfigTree(Jdk jdk) throws Exception {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Path theirs = Files.createDirectories(directory.resolve("their-tree"));
        Files.writeString(tree.resolve("tree.secret"), "$<kv:contoso/odd>\n");
        Files.writeString(tree.resolve("tree.two"), "$<kv:contoso/two>");
        Files.writeString(theirs.resolve("tree.upload"), "$<kv:contoso/untouched>");
        VAULT.server.put("two", TWO);
        try (RunningJvm jvm = VAULT.everySource(jdk, "ttl=2s", "trust=" + tree + "/*")
                .directory(directory)
                .classPath(classPath())
                .property("spring.config.import", "configtree:" + tree + "/,configtree:" + theirs + "/")
                .property("tree.quoting", "<${tree.secret}>")
                .main(
                        SpringApplicationUnderTest.class.getName(),
                        "--spring.profiles.active=prod",
                        "--app.single=${tree.two}")
                .startReady()) {
            Asked app = Asked.byLine(jvm);
            assertEquals(ODD, app.ask("get tree.secret"));
            assertEquals("<" + ODD + ">", app.ask("get tree.quoting"));
            assertEquals(TWO, app.ask("bean single"));
            assertEquals("$<kv:contoso/untouched>", app.ask("get tree.upload"));
            String shown = app.ask("http /actuator/env/tree.secret");
            assertTrue(shown.contains(Expected.shown("$<kv:contoso/odd>")), shown);
            VAULT.server.put("two", "two-in-tree");
            until(app, "get tree.two", "two-in-tree");
            Outcome end = jvm.finish().expect(0).expectHarmless();
            assertTrue(end.errText().contains("set trust=" + theirs.resolve("tree.upload")), end.toString());
        }
    }

    /** No other placeholder anywhere: the first text that Spring resolves quotes the file. */
    @Test
    void aConfigTreeAlone() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("lonely-tree"));
        Files.writeString(tree.resolve("tree.secret"), "$<kv:contoso/odd>");
        Outcome end = VAULT.contoso
                .jvm(Jdk.oldest(), "trust=" + tree + "/*")
                .directory(directory)
                .classPath(classPath())
                .property("spring.config.name", "none")
                // Spring Cloud would read every property before.
                .property("spring.cloud.decrypt-environment-post-processor.enabled", "false")
                .property("spring.config.import", "configtree:" + tree + "/")
                .property("quoting", "<${tree.secret}>")
                .main(Quoting.class.getName())
                .run()
                .expect(0);
        assertTrue(end.out().contains("quoting=<" + ODD + ">"), end.toString());
    }

    /** A job launcher hands on what somebody typed: an argument outside {@code sources} is text. */
    @EveryJdk
    void argumentsAreSources(Jdk jdk) {
        boolean first = jdk.equals(Jdk.tested().get(0));
        for (String sources : first ? List.of("property:other.*", "property:quoting") : List.of("property:other.*")) {
            Outcome end = VAULT.contoso
                    .jvm(jdk, "sources=" + sources)
                    .classPath(classPath())
                    .property("spring.config.name", "none")
                    .main(Quoting.class.getName(), "--quoting=$<kv:contoso/odd>")
                    .run()
                    .expect(0);
            String expected = sources.endsWith("quoting") ? ODD : "$<kv:contoso/odd>";
            assertTrue(end.out().contains("quoting=" + expected), end.toString());
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
        VAULT.server.put("two", TWO);
        Path archive = Archive.make(
                directory.resolve(name),
                layout,
                SpringVault.classes(),
                within,
                SpringApplicationUnderTest.class.getName(),
                classPath());
        try (RunningJvm jvm = VAULT.everySource(Jdk.oldest(), "ttl=2s")
                .directory(directory)
                .jar(archive, "--spring.profiles.active=prod", "--cli.secret=$<kv:contoso/odd>")
                .startReady()) {
            Asked app = Asked.byLine(jvm);
            Expected.sources(app);
            assertEquals(ODD, app.ask("get cli.secret"));
            Expected.beans(app);
            String read = app.ask("class-path");
            assertEquals(String.join("|", Collections.nCopies(11, SpringVault.ONE)), read);
            jvm.finish().expect(0);
        }
    }
}
