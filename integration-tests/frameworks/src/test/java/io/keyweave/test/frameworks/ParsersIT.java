package io.keyweave.test.frameworks;

import static io.keyweave.test.frameworks.Workplace.PASSWORD;
import static io.keyweave.test.frameworks.Workplace.PIN;
import static io.keyweave.test.frameworks.Workplace.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.FrameworksPage;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.frameworks.app.Parsers;
import io.keyweave.test.frameworks.app.Replays;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parsers that frameworks are built on: SnakeYAML, SnakeYAML Engine, Jackson 2 and 3, the JDK's XML, Commons Configuration, dotenv, JAAS; and those
 * that applications read JSON, TOML and INI with.
 */
class ParsersIT {

    private static final String[] OF_FILES = {
        "snakeyaml-plain",
        "snakeyaml-single",
        "snakeyaml-reader",
        "engine-plain",
        "jackson2-yaml-plain",
        "jackson3-yaml-plain",
        "jackson2-password",
        "jackson2-escaped",
        "jackson2-url-of-file",
        "jackson2-bean",
        "jackson3-password",
        "jackson2-properties",
        "jackson3-properties",
        "jackson2-toml",
        "woodstox-attribute",
        "woodstox-reader",
        "commons-ini",
        "gson-tree",
        "gson-bean",
        "org.json-reader",
        "org.json-stream",
        "json-p-reader",
        "json-p-stream",
        "json-b-stream",
        "fastjson2-stream",
        "fastjson2-reader",
        "toml4j",
        "tomlj-path",
        "tomlj-stream",
        "night-config-toml",
        "ini4j-file",
        "ini4j-reader",
        "shiro",
        "commons1-properties",
        "commons1-ini",
        "dom-attribute",
        "dom-text",
        "dom-cdata",
        "dom-reader",
        "sax-attribute",
        "stax-attribute",
        "commons-properties",
        "jaas"
    };

    @TempDir
    private static Path files;

    @AutoClose
    private static Workplace workplace;

    @BeforeAll
    static void start() {
        workplace = new Workplace();
        write(
                files,
                "config/config.yaml",
                "# a comment: $<kv:contoso/nowhere>",
                "plain: $<kv:contoso/db-password>",
                "pin: $<kv:contoso/pin>",
                "single: '$<kv:contoso/db-password>'",
                "url: \"jdbc:x://h/db?password=$<kv:contoso/pin>&a=b\"",
                "block: |",
                "  first",
                "  # pin is $<kv:contoso/pin>",
                "comment: x # $<kv:contoso/nowhere>",
                "absent: $<kv:contoso/nowhere?optional>",
                "literal: $$<kv:contoso/pin>");
        write(
                files,
                "config/config.json",
                "{\"password\": \"$<kv:contoso/db-password>\", \"escaped\": \"$\\u003ckv:contoso/db-password\\u003e\",",
                " \"url\": \"x?p=$<kv:contoso/pin>\", \"absent\": \"$<kv:contoso/nowhere?optional>\"}");
        write(
                files,
                "config/config.xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<!-- $&lt;kv:contoso/nowhere> -->",
                "<root password=\"$&lt;kv:contoso/db-password>\">",
                "<password>$&lt;kv:contoso/db-password&gt;</password>",
                "<cdata><![CDATA[$<kv:contoso/db-password>]]></cdata></root>");
        write(
                files,
                "config/commons.properties",
                "# $<kv:contoso/nowhere>",
                "password = $<kv:contoso/db-password>",
                "absent = $<kv:contoso/nowhere?optional>",
                FrameworksPage.block("Quartz, Flyway, Liquibase, Commons Configuration", 0));
        write(
                files,
                "config/config.toml",
                "[db]",
                "password = \"$<kv:contoso/db-password>\"",
                "absent = \"$<kv:contoso/nowhere?optional>\"",
                "several = [\"$<kv:contoso/pin>\", \"x\"]");
        write(
                files,
                "config/commons.ini",
                "# $<kv:contoso/nowhere>",
                "; $<kv:contoso/nowhere>",
                "[db]",
                "password = $<kv:contoso/db-password>",
                "pin = \"$<kv:contoso/pin>\" # $<kv:contoso/nowhere>",
                "absent = $<kv:contoso/nowhere?optional>");
        write(
                files,
                "config/plain.ini",
                "; $<kv:contoso/nowhere>",
                "[db]",
                "password = $<kv:contoso/db-password>",
                "pin = $<kv:contoso/pin>",
                "absent = $<kv:contoso/nowhere?optional>");
        write(files, "config/.env", "PASSWORD=$<kv:contoso/db-password>", "PIN=\"$<kv:contoso/pin>\"");
        write(files, "config/jaas.conf", FrameworksPage.block("A JAAS login file", 0));
        write(files, ".env", "PASSWORD=$<kv:contoso/db-password>");
        compilePage();
        write(files, "resources/resource.yaml", "plain: $<kv:contoso/pin>");
        write(files, "resources/resource.json", "{\"plain\": \"$<kv:contoso/pin>\"}");
    }

    /** The statements of docs/frameworks.md, as a class of the application. */
    private static void compilePage() {
        String statements = FrameworksPage.block(
                "SnakeYAML, Jackson, the JDK's XML, dotenv", 0, "/etc/orders/", files + "/config/");
        StringBuilder read = new StringBuilder();
        for (String line : statements.split("\n", -1)) {
            int end = line.indexOf(';');
            if (!line.startsWith("//") && end > 0) {
                read.append(line, 0, end).append(",\n");
            }
        }
        write(
                files,
                "page/OfPage.java",
                "import com.fasterxml.jackson.databind.ObjectMapper;",
                "import io.github.cdimascio.dotenv.Dotenv;",
                "import java.io.File;",
                "import java.io.FileInputStream;",
                "import javax.xml.parsers.DocumentBuilderFactory;",
                "import org.yaml.snakeyaml.Yaml;",
                "public class OfPage {",
                "  public static Object[] read() throws Exception {",
                "    return new Object[] {",
                read.toString(),
                "    };",
                "  }",
                "}");
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        files.resolve("page/OfPage.java").toString());
        assertEquals(0, failed);
    }

    @EveryJdk
    void trustedFiles(Jdk jdk) {
        Told told = new Told(run(jdk, "trust=" + files + "/config/*"));
        told.expect(PASSWORD, "page-yaml", "page-json", "page-xml", "page-dotenv", "commons-page");
        told.expect(PASSWORD, OF_FILES);
        told.expect(PASSWORD, "dotenv");
        told.expect(PASSWORD, "commons-xml");
        told.expect(
                PIN,
                "snakeyaml-pin",
                "engine-pin",
                "jackson2-yaml-pin",
                "jackson3-yaml-pin",
                "dotenv-pin",
                "commons-ini-pin");
        told.expect(PIN, "ini4j-pin", "shiro-pin");
        told.expect("[" + PIN + ", x]", "toml4j-array");
        told.expect(PIN, "snakeyaml-resource", "gson-resource");
        told.expect("jdbc:x://h/db?password=" + PIN + "&a=b", "snakeyaml-url");
        told.expect("x?p=" + PIN, "jackson2-url", "gson-url");
        told.expect(PASSWORD, "gson-escaped");
        told.expect("first\n# pin is " + PIN + "\n", "snakeyaml-block");
        told.expect("x", "snakeyaml-comment");
        told.expect("b", "gson-pipe", "jackson2-pipe");
        told.expect(
                "absent",
                "snakeyaml-absent",
                "jackson2-absent",
                "commons-absent",
                "gson-absent",
                "commons1-absent",
                "commons-ini-absent",
                "commons1-ini-absent",
                "shiro-absent",
                "jackson2-toml-absent",
                "toml4j-absent",
                "tomlj-absent",
                "night-config-absent");
        told.expect("", "ini4j-absent");
        told.expect("# $<kv:contoso/nowhere>", "commons1-comment");
        String comment = told.of("ini4j-comment");
        assertTrue(comment != null && comment.contains("$<kv:contoso/nowhere>"), comment);
        told.expect("$<kv:contoso/pin>", "snakeyaml-literal");
        // Text that the application has read by itself has no origin.
        told.expect("$<kv:contoso/db-password>", "snakeyaml-string", "jackson2-string", "dom-string", "gson-string");
    }

    /** The same files where no setting trusts them. Nothing is fetched for them, and each is warned of. */
    @EveryJdk
    void untrustedFiles(Jdk jdk) {
        Outcome outcome = run(jdk);
        Told told = new Told(outcome);
        told.expect("$<kv:contoso/db-password>", OF_FILES);
        told.expect("$$<kv:contoso/pin>", "snakeyaml-literal");
        for (String file : new String[] {
            "config.yaml",
            "config.json",
            "config.xml",
            "config.toml",
            "commons.properties",
            "commons.ini",
            "plain.ini",
            ".env",
            "jaas.conf"
        }) {
            assertTrue(
                    outcome.err().stream()
                            .anyMatch(line -> line.contains(file) && line.contains("not trusted. If only operators")),
                    file + "\n" + outcome);
        }
    }

    /** What is not available is not loaded, and the exception is the report: every missing secret of the file, comments left out. */
    @Test
    void missingSecrets(@TempDir Path other) throws Exception {
        write(other, "config.yaml", "# $<kv:contoso/gone0>", "plain: $<kv:contoso/gone1>", "pin: $<kv:contoso/gone2>");
        write(other, "config.json", "{\"password\": \"$<kv:contoso/gone3>\"}");
        write(other, "config.xml", "<root password=\"$&lt;kv:contoso/gone4>\"/>");
        write(other, "commons.properties", "password = $<kv:contoso/gone5>");
        write(other, "config.toml", "[db]", "password = \"$<kv:contoso/gone8>\"");
        write(other, "commons.ini", "[db]", "password = $<kv:contoso/gone9>");
        write(other, "plain.ini", "[db]", "password = $<kv:contoso/gone10>");
        write(other, ".env", "PASSWORD=$<kv:contoso/gone6>");
        write(other, "jaas.conf", "Client {", "  com.example.Login required password=\"$<kv:contoso/gone7>\";", "};");
        Outcome outcome = workplace
                .jvm(Jdk.oldest(), files.resolve("resources"), files, "trust=" + other + "/*")
                .main(Parsers.class, other.toString())
                .run()
                .expect(0);
        Told told = new Told(outcome);
        for (String name : OF_FILES) {
            String failure = told.of(name);
            assertTrue(
                    failure != null && failure.startsWith("failed ") && failure.contains("keyweave: "),
                    name + " " + failure + "\n" + outcome);
        }
        String yaml = told.of("snakeyaml-plain");
        assertTrue(yaml != null && yaml.contains("gone1") && yaml.contains("gone2") && !yaml.contains("gone0"), yaml);
        assertEquals(9, Files.list(other).count());
    }

    /** What the agent has the parsers read instead of a placeholder is worth nothing to who sends it in. */
    @EveryJdk
    void whatStandsForAPlaceholderIsATextWhereverElseItIsRead(Jdk jdk, @TempDir Path home, @TempDir Path uploads) {
        write(home, "config.yaml", "plain: $<kv:contoso/db-password>");
        Told told = new Told(workplace
                .jvm(jdk, files.resolve("resources"), files, "trust=" + home + "/*")
                .main(Replays.class, home.toString(), uploads.toString())
                .run()
                .expect(0)
                .expectHarmless());
        assertEquals("true", told.of("seen"));
        told.expect(
                "text",
                "snakeyaml",
                "snakeyaml-bytes",
                "snakeyaml-quoted",
                "snakeyaml-far",
                "snakeyaml-dump",
                "engine",
                "engine-dump",
                "jackson2",
                "jackson2-bytes",
                "jackson2-stream",
                "jackson3",
                "upload",
                "a-text-of-users-in-a-trusted-file",
                "jaas",
                "dotenv",
                "ini4j",
                "shiro",
                "shiro-reader",
                "commons1");
    }

    /** In a JVM without a placeholder: what was most likely meant as one is told once for its line, however often the file is read. */
    @EveryJdk
    void nearMisses(Jdk jdk, @TempDir Path other) {
        write(other, "config.yaml", "# $<KV:contoso/gone0>", "plain: $<KV:contoso/pin>", "pin: ${kv:contoso:pin}");
        write(
                other,
                "config.json",
                "{\"password\": \"$\\u003cKV:contoso/pin>\",",
                "\"url\": \"$&lt;kv:contoso/pin>\"}");
        write(
                other,
                "config.xml",
                "<root password=\"$&lt;KV:contoso/pin>\">",
                "<!-- $&lt;KV:contoso/gone1> --></root>");
        write(other, "commons.properties", "password = @Microsoft.keyvault(VaultName=contoso;SecretName=pin)");
        write(other, ".env", "PASSWORD=$<kv/contoso/pin>");
        Outcome outcome = workplace
                .jvm(jdk, files.resolve("resources"), files, "trust=" + other + "/*")
                .main(Parsers.class, other.toString())
                .run()
                .expect(0)
                .expectHarmless();
        new Told(outcome).expect("$<KV:contoso/pin>", "snakeyaml-plain", "jackson2-password", "dom-attribute");
        for (String place : new String[] {
            "config.yaml: 2",
            "config.yaml: 3",
            "config.json: 1",
            "config.json: 2",
            "config.xml: 1",
            "commons.properties: 1",
            ".env: 1"
        }) {
            assertEquals(
                    1,
                    outcome.err().stream()
                            .filter(line -> line.contains(place + ": this looks like a placeholder and is none"))
                            .count(),
                    place + "\n" + outcome);
        }
        assertEquals(
                7,
                outcome.err().stream().filter(line -> line.contains("is none")).count(),
                outcome.toString());
    }

    private static Outcome run(Jdk jdk, String... settings) {
        return workplace
                .jvm(jdk, files.resolve("resources"), files, settings)
                .classPath(files.resolve("page"))
                .main(Parsers.class, files.resolve("config").toString(), "OfPage")
                .run()
                .expect(0)
                .expectHarmless();
    }
}
