package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.extension.AnswersProperties;
import com.example.trust.LoadsOne;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Providers from jars of the setting {@code extensions}: found, kept apart, named when broken, and not opened where nobody needs them. */
class ExtensionsIT {

    private static final Path FILES = Project.built("samples/provider-file/target/keyweave-provider-file.jar");

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    @BeforeEach
    void fill() {
        contoso.vault().put("app-secret", "of-azure");
    }

    /** One text of two schemes, a new version of the file, and the messages that name it. */
    @EveryJdk
    void aMountedFileBesideKeyVault(Jdk jdk) throws IOException {
        Path mounted = Files.writeString(work.resolve("db-password"), "first-value");
        Files.setLastModifiedTime(mounted, FileTime.from(Instant.parse("2026-11-30T10:00:00Z")));
        try (RunningJvm jvm = contoso.jvm(jdk, "extensions=" + FILES, "ttl=1s", "allow=contoso/*;file:" + work + "/*")
                .property("mixed", "$<kv:contoso/app-secret> and $<file:" + mounted + ">")
                .property("literal", "$<nobody:" + mounted + ">")
                .main(AnswersProperties.class)
                .startReady()) {
            assertEquals("of-azure and first-value", jvm.ask("mixed", "mixed = "));
            assertEquals("$<nobody:" + mounted + ">", jvm.ask("literal", "literal = "));
            for (String hidden : new String[] {"io.keyweave.ConfigProvider", "com.example.provider.FileProvider"}) {
                assertEquals("false", jvm.ask("class " + hidden, "class " + hidden + " = "));
            }
            Files.writeString(mounted, "second-value");
            Eventually.holds(
                    "the new value is read", () -> jvm.ask("mixed", "mixed = ").equals("of-azure and second-value"));
            jvm.awaitErr(line -> line.contains("rotated file:" + mounted + " "), "a line about the new version");
            Outcome status = ForkedJvm.on(jdk)
                    .jar(Project.agentJar(), "status", String.valueOf(jvm.pid()))
                    .run()
                    .expect(0);
            assertTrue(status.outText().contains("file:" + mounted), status.toString());
            assertTrue(status.outText().contains("contoso/app-secret"), status.toString());
            assertFalse(jvm.err().toString().contains("second-value"), jvm.toString());
        }
    }

    @OneJdk
    void whatAFileCannotGiveEndsTheStart(Jdk jdk) throws IOException {
        Outcome outcome = contoso.jvm(jdk, "extensions=" + FILES, "allow=file:/mnt/**")
                .property("a", "$<file:/mnt/nowhere/db-password>")
                .property("b", "$<file:/etc/passwd>")
                .property("c", "$<file:/mnt/../etc/passwd>")
                .property("d", "$<file:relative>")
                .main(LoadsOne.class)
                .run()
                .expect(78);
        String text = outcome.errText();
        assertTrue(text.contains("There is no such file."), text);
        assertTrue(text.contains("ls -l /mnt/nowhere/"), text);
        assertTrue(text.contains("Add file:/etc/passwd to allow"), text);
        assertTrue(text.contains("system property c, column 13: the path leads upwards."), text);
        assertTrue(text.contains("system property d, column 8: the path does not begin with /."), text);
    }

    /** Two extensions with other versions of one library, which is also one of ours: each gets its own, and sees nothing else. */
    @EveryJdk
    void extensionsAreKeptApart(Jdk jdk) throws IOException {
        Path directory = Files.createDirectory(work.resolve("extensions"));
        ExtensionJar.telling(work, "one", "1.0");
        ExtensionJar.telling(work, "two", "2.0");
        Files.move(work.resolve("one.jar"), directory.resolve("one.jar"));
        Files.move(work.resolve("two.jar"), directory.resolve("two.jar"));
        try (RunningJvm jvm = contoso.jvm(jdk, "extensions=" + directory, "one.end=argument")
                .environment("KEYWEAVE_TWO_END", "variable")
                .environment("KEYWEAVE_TWO_TYPO", "x")
                .property("keyweave.two.loud", "true")
                .property("all", "$<one:arn:a/b_c+d=@e.f-g> $<two:x> $<kv:contoso/app-secret>")
                .main(AnswersProperties.class)
                .startReady()) {
            assertEquals(
                    "arn:a/b_c+d=@e.f-g=1.0,own,argument,true X=2.0,OWN,VARIABLE,TRUE of-azure",
                    jvm.ask("all", "all = "));
            assertFalse(jvm.err().toString().contains("KEYWEAVE_TWO_END"), jvm.toString());
            assertTrue(
                    jvm.err().toString().contains("env KEYWEAVE_TWO_TYPO is not a setting of Keyweave and is ignored"),
                    jvm.toString());
        }
    }

    @OneJdk
    void settingsOfAnExtensionAreChecked(Jdk jdk) {
        ExtensionJar.telling(work, "one", "1.0");
        Outcome wrong = contoso.jvm(jdk, "extensions=" + work.resolve("one.jar"), "one.loud=maybe")
                .property("a", "$<one:x>")
                .main(LoadsOne.class)
                .run()
                .expect(78);
        assertTrue(
                wrong.errText().contains("agent argument one.loud: \"maybe\" is neither true nor false."),
                wrong.toString());
        Outcome unknown = contoso.jvm(jdk, "extensions=" + work.resolve("one.jar"), "one.ende=x")
                .property("a", "$<one:x>")
                .main(LoadsOne.class)
                .run()
                .expect(78);
        assertTrue(unknown.errText().contains("there is no setting one.ende."), unknown.toString());
        assertTrue(unknown.errText().contains("one.end, one.loud"), unknown.toString());
    }

    /** Named where a placeholder needs it; otherwise it is not even opened. */
    @OneJdk
    void aBrokenExtensionMattersToItsPlaceholdersOnly(Jdk jdk) throws IOException {
        Path broken = Files.writeString(work.resolve("broken.jar"), "no jar");
        ForkedJvm needsNone = contoso.jvm(jdk, "extensions=" + broken)
                .property("a", "$<kv:contoso/app-secret>")
                .main(AnswersProperties.class);
        Outcome outcome;
        try (RunningJvm jvm = needsNone.startReady()) {
            assertEquals("of-azure", jvm.ask("a", "a = "));
            outcome = jvm.finish();
        }
        assertFalse(outcome.errText().contains("broken.jar"), outcome.toString());
        Outcome needed = contoso.jvm(jdk, "extensions=" + broken + ";" + work.resolve("missing.jar"))
                .property("a", "$<kv:contoso/app-secret>")
                .property("b", "$<aws:prod/db>")
                .main(LoadsOne.class)
                .run()
                .expect(78);
        assertTrue(
                needed.errText()
                        .contains("The extension " + broken + " cannot be used: it is not a jar that can be read."),
                needed.toString());
        assertTrue(needed.errText().contains("missing.jar cannot be used: there is no such file."), needed.toString());
        assertTrue(
                needed.errText().contains("system property b, column 1: nobody provides the scheme aws."),
                needed.toString());
    }

    /** The command knows every scheme, and says which extension is broken. */
    @OneJdk
    void theCommandCheck(Jdk jdk) throws IOException {
        Path mounted = Files.writeString(work.resolve("db-password"), "first-value");
        ForkedJvm check = ForkedJvm.on(jdk)
                .environment(contoso.dev().environment())
                .environment("GOOD", "$<file:" + mounted + ">$<kv:contoso/app-secret>")
                .environment("BAD", "$<file:/mnt/nowhere/x>")
                .environment("MEANT", "$<aws:prod/db>");
        Outcome outcome = check.jar(
                        Project.agentJar(),
                        "check",
                        "--settings",
                        contoso.settings() + Contoso.patience() + ",extensions=" + FILES)
                .run()
                .expect(78);
        String text = outcome.outText();
        assertTrue(text.matches("(?s).*file:" + mounted + " +env GOOD +\\S+ +ok .*"), outcome.toString());
        assertTrue(text.matches("(?s).*contoso/app-secret +env GOOD +\\S+ +ok .*"), outcome.toString());
        assertTrue(text.matches("(?s).*file:/mnt/nowhere/x +env BAD +missing .*"), outcome.toString());
        assertTrue(text.contains("set extensions= to the path of keyweave-aws.jar"), outcome.toString());
        assertFalse(text.contains("first-value"), outcome.toString());
    }

    /** What a provider throws when it is made stays in the extension. */
    @OneJdk
    void anExtensionWhoseProviderFails(Jdk jdk) {
        Path failing = ExtensionJar.of(
                work,
                "failing",
                "ext.TellingProvider",
                ExtensionJar.PROVIDER
                        .replace("SCHEME", "bad")
                        .replace(
                                "private ProviderSettings settings;",
                                "private ProviderSettings settings; { fail(); }"
                                        + " static void fail() { throw new IllegalStateException(\"a value\"); }"),
                "package lib; public final class Shared { public static String VERSION() { return \"1\"; } }",
                "package com.github.benmanes.caffeine.cache; public interface Caffeine { static String version() {"
                        + " return \"own\"; } }");
        Outcome outcome = contoso.jvm(jdk, "extensions=" + failing)
                .property("a", "$<bad:x>")
                .main(LoadsOne.class)
                .run()
                .expect(78);
        assertTrue(
                outcome.errText().contains("its provider failed with java.lang.IllegalStateException"),
                outcome.toString());
        assertFalse(outcome.errText().contains("a value"), outcome.toString());
    }
}
