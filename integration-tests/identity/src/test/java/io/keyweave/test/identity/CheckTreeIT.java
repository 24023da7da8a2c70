package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of a tree of files: who reads a placeholder, whether it is resolved there, whether it rotates. */
class CheckTreeIT {

    private static final String PLACEHOLDER = "$<kv:contoso/db-password>";

    @AutoClose
    private final DevVault dev = DevVault.start();

    private final VaultServer vault = dev.vault("contoso");
    private Map<String, String> environment;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        vault.put("db-password", "s3cret-value");
        environment = new HashMap<>(dev.environment());
        environment.put("KEYWEAVE_VAULT_CONTOSO", vault.url());
        environment.put("KEYWEAVE_CA", dev.certificateFile().toString());
        environment.put("KEYWEAVE_STARTUP_TIMEOUT", "120s");
    }

    @EveryJdk
    void anExecutableJarWithItsLibraries(Jdk jdk) throws IOException {
        byte[] boot = archive(Map.of(
                "org/springframework/boot/env/OriginTrackedYamlLoader.class", "",
                "org/springframework/boot/env/PropertiesPropertySourceLoader.class", ""));
        byte[] yaml = archive(Map.of(
                "org/yaml/snakeyaml/reader/StreamReader.class", "", "defaults.yaml", "password: " + PLACEHOLDER));
        byte[] data = archive(Map.of("upload.properties", "password=" + PLACEHOLDER));
        write(
                "app.jar",
                archive(entries(
                        "BOOT-INF/classes/application.yml",
                        "password: " + PLACEHOLDER,
                        "BOOT-INF/classes/settings.toml",
                        "password = \"" + PLACEHOLDER + "\"",
                        "BOOT-INF/classes/help.md",
                        "write " + PLACEHOLDER,
                        "BOOT-INF/lib/spring-boot.jar",
                        boot,
                        "BOOT-INF/lib/snakeyaml.jar",
                        yaml,
                        "data/uploads.zip",
                        data)));

        Outcome outcome = check(jdk, "app.jar").expect(78);

        row(outcome, "BOOT-INF/classes/application.yml in app.jar: 1", "| ok | Spring | yes | yes |");
        row(
                outcome,
                "defaults.yaml in BOOT-INF/lib/snakeyaml.jar in app.jar: 1",
                "| ok | Spring, SnakeYAML (copied) | yes | if not copied |");
        row(outcome, "BOOT-INF/classes/settings.toml in app.jar: 1", "| nobody resolves this | nobody | no |");
        row(outcome, "upload.properties in data/uploads.zip in app.jar: password", "| not trusted |", "| no | - |");
        assertFalse(outcome.outText().contains("help.md"), outcome.toString());
        assertTrue(
                outcome.outText().contains("settings.toml in app.jar: 1: nobody resolves this. "), outcome.toString());
    }

    @Test
    void aWebApplication() throws IOException {
        write(
                "shop.war",
                archive(entries(
                        "WEB-INF/classes/db.properties",
                        "password=" + PLACEHOLDER,
                        "WEB-INF/web.xml",
                        "<a>$&lt;kv:contoso/db-password></a>",
                        "public.json",
                        "{\"password\": \"" + PLACEHOLDER + "\"}")));
        Outcome outcome = check(Jdk.oldest(), "shop.war").expect(78);
        row(outcome, "WEB-INF/classes/db.properties in shop.war: password", "| ok | java.util.Properties, ", "| yes |");
        row(outcome, "WEB-INF/web.xml in shop.war: 1", "| ok |", "the XML parser (copied) | depends |");
        row(outcome, "public.json in shop.war: 1", "| not trusted |", "| no | - |");
    }

    /** The working directory decides, as it does for the application. */
    @OneJdk
    void aDirectoryUnderTheGivenSettings(Jdk jdk) throws IOException {
        Files.createDirectories(directory.resolve("config"));
        Files.createDirectories(directory.resolve("etc"));
        write("config/application.yml", "spring.config.import: file:./etc/more.yml", "a: " + PLACEHOLDER);
        write("etc/more.yml", "b: " + PLACEHOLDER);
        write("etc/logging.xml", "<a password=\"$&lt;kv:contoso/db-password>\"/>");
        write("etc/app.conf", "password = \"$<kv:contoso/db-password#none?nonsense>\"");
        write(".env", "PASSWORD=" + PLACEHOLDER);
        write("web.env", "PASSWORD=" + PLACEHOLDER);
        write("etc/app.toml", "password = \"" + PLACEHOLDER + "\"");
        Outcome without = check(jdk, "config", "etc/more.yml", "etc/logging.xml", "etc/app.toml", ".env", "web.env")
                .expect(78);
        row(without, "config/application.yml: 2", "| ok |", "| yes |");
        row(without, "etc/more.yml: 1", "| ok |", "| yes |");
        row(without, ".env: 1", "| ok |", "dotenv-java (copied) | yes |");
        row(without, "web.env: 1", "| ok | the environment | depends |");
        row(without, "etc/logging.xml: 1", "| not trusted | Spring, the XML parser (copied) | no | - |");
        row(without, "etc/app.toml: 1", "| not trusted | Jackson (copied), toml4j (copied) and 2 more | no | - |");
        assertTrue(
                without.outText().contains("set trust=" + directory.toRealPath().resolve("etc/logging.xml"))
                        || without.outText().contains("set trust=" + directory.resolve("etc/logging.xml")),
                without.toString());

        Outcome trusted =
                check(jdk, "etc/logging.xml", "--settings", "trust=etc/*.xml").expect(0);
        row(trusted, "etc/logging.xml: 1", "| ok |", "| yes | if not copied |");
        assertTrue(trusted.outText().contains("Every placeholder can be resolved."), trusted.toString());
        Outcome classPath = check(jdk, "etc/logging.xml", "--class-path", "etc").expect(0);
        row(classPath, "etc/logging.xml: 1", "| ok |", "| yes |");
        Outcome hocon = check(jdk, "etc/app.conf", "-Dconfig.file=etc/app.conf").expect(78);
        row(hocon, "etc/app.conf: 1", "| malformed | Typesafe Config (HOCON)");
        Outcome allow = check(jdk, "etc/logging.xml", "--settings", "trust=etc/*.xml,allow=other/*")
                .expect(78);
        row(allow, "etc/logging.xml: 1", "| not allowed |", "| yes |");
    }

    @Test
    void whatContainersGet() throws IOException {
        Files.createDirectories(directory.resolve("chart/templates"));
        write("chart/Chart.yaml", "name: shop");
        write(
                "chart/values.yaml",
                "env:",
                "  DB_PASSWORD: " + PLACEHOLDER,
                "db:",
                "  password: " + PLACEHOLDER,
                "  unused: " + PLACEHOLDER);
        write(
                "chart/templates/deployment.yaml",
                "apiVersion: apps/v1",
                "kind: Deployment",
                "spec:",
                "  containers:",
                "  - name: app",
                "    env:",
                "    - name: SHOP_PASSWORD",
                "      value: {{ .Values.db.password | quote }}",
                "    - name: DIRECT",
                "      value: \"" + PLACEHOLDER + "\"",
                "    - name: JAVA_TOOL_OPTIONS",
                "      value: -javaagent:keyweave-agent.jar -Dapp.password=" + PLACEHOLDER);
        write(
                "configmap.yaml",
                "apiVersion: v1",
                "kind: ConfigMap",
                "data:",
                "  APP_PASSWORD: " + PLACEHOLDER,
                "  application.yml: |",
                "    a:",
                "      password: " + PLACEHOLDER,
                "  settings.ini: |",
                "    password=" + PLACEHOLDER,
                "  settings.plist: |",
                "    password=" + PLACEHOLDER);

        write(
                "secret.yaml",
                "apiVersion: v1",
                "kind: Secret",
                "data:",
                "  APP_TOKEN: " + base64(PLACEHOLDER),
                "  app.plist: " + base64("token = \"" + PLACEHOLDER + "\";"),
                "  OTHER: " + base64("nothing"));

        Outcome outcome =
                check(Jdk.oldest(), "chart", "configmap.yaml", "secret.yaml").expect(78);

        row(outcome, "chart/values.yaml: 2", "| ok | env DB_PASSWORD | yes | yes |");
        row(outcome, "chart/values.yaml: 4", "| ok | env SHOP_PASSWORD | yes | yes |");
        row(outcome, "chart/values.yaml: 5", "| nobody resolves this | nobody | no |");
        row(outcome, "chart/templates/deployment.yaml: 10", "| ok | env DIRECT | yes | yes |");
        row(outcome, "chart/templates/deployment.yaml: 12", "| ok | system property app.password | yes | yes |");
        row(outcome, "configmap.yaml: 4", "| ok | env APP_PASSWORD | yes | yes |");
        row(outcome, "configmap.yaml: 7", "| ok | Spring, ", "| depends |");
        row(outcome, "configmap.yaml: 9", "| Commons Configuration (copied), ini4j (copied) and 2 more | depends |");
        row(outcome, "configmap.yaml: 11", "| nobody resolves this | nobody | no |");
        row(outcome, "secret.yaml: 4", "| ok | env APP_TOKEN | yes | yes |");
        row(outcome, "secret.yaml: 5", "| nobody resolves this | nobody | no |");

        Outcome left = check(Jdk.oldest(), "configmap.yaml", "--settings", "sources=env:DB_*")
                .expect(78);
        row(left, "configmap.yaml: 4", "| text, by sources | env APP_PASSWORD | no, sources | - |");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatNobodyReads() throws IOException {
        for (String name : List.of("a.plist", "c.txt", "d.unheard-of")) {
            write(name, "password = " + PLACEHOLDER);
            Outcome outcome = check(Jdk.oldest(), name).expect(78);
            row(outcome, name + ": 1", "| nobody resolves this | nobody | no | - |");
            assertTrue(outcome.outText().contains("docs/frameworks.md"), outcome.toString());
        }
        assertEquals(0, dev.tokenRequests().size(), "what is not resolved is not asked for");
    }

    @Test
    void whatOnlyLooksLikeAPlaceholder() throws IOException {
        write("application.properties", "a=$<KV:contoso/db-password>", "b=$<vk:contoso/db-password>", "c=$<kv:open");
        write("application.yml", "d: $<kv /contoso/db-password>", "e: fine $$<kv:contoso/escaped>", "f: ${g}");
        Outcome outcome =
                check(Jdk.oldest(), "application.properties", "application.yml").expect(78);
        row(outcome, "application.properties: a", "| no placeholder |");
        row(outcome, "application.properties: b", "| no placeholder |");
        row(outcome, "application.properties: c", "| malformed |");
        row(outcome, "application.yml: 1", "| no placeholder |");
        assertFalse(outcome.outText().contains("application.yml: 2"), outcome.toString());
        assertTrue(outcome.outText().contains("did you mean $<kv:vault/secret>?"), outcome.toString());
    }

    @Test
    void theSameAsJson() throws IOException {
        write("application.yml", "d: $<kv:contoso/db-password>", "p: $<kv:contoso/db-password/" + "0".repeat(32) + ">");
        write("a.txt", "password = " + PLACEHOLDER);
        String json = check(Jdk.oldest(), "application.yml", "a.txt", "--json")
                .expect(78)
                .outText();
        assertTrue(json.contains("{\"name\":\"Spring\",\"live\":true}"), json);
        assertTrue(json.contains("{\"name\":\"SnakeYAML\",\"live\":false}"), json);
        assertTrue(json.contains("\"trusted\":\"yes\",\"rotates\":\"if not copied\""), json);
        assertTrue(json.contains("\"rotates\":\"no, pinned\""), json);
        assertTrue(json.contains("\"state\":\"nobody resolves this\",\"readers\":[],\"trusted\":\"no\""), json);
    }

    private static void row(Outcome outcome, String origin, String... parts) {
        String row = outcome.outText()
                .lines()
                .filter(line -> line.contains("  " + origin + "  "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + origin + ":\n" + outcome));
        String cells = row.replaceAll(" {2,}", " | ") + " |";
        for (String part : parts) {
            assertTrue(cells.contains(part), part + " in " + cells + "\n" + outcome);
        }
    }

    private static Map<String, Object> entries(Object... pairs) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put((String) pairs[i], pairs[i + 1]);
        }
        return entries;
    }

    private static byte[] archive(Map<String, ?> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, ?> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(
                        entry.getValue() instanceof byte[] inner
                                ? inner
                                : entry.getValue().toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(directory.resolve(name), bytes);
    }

    private void write(String name, String... lines) throws IOException {
        Files.write(directory.resolve(name), List.of(lines));
    }

    private Outcome check(Jdk jdk, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "check";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ForkedJvm.on(jdk)
                .environment(environment)
                .directory(directory)
                .jar(Project.agentJar(), all)
                .run();
    }
}
