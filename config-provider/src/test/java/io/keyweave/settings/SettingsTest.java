package io.keyweave.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static Settings arguments(String text) {
        return Settings.read(text, Map.of(), Map.of());
    }

    @Test
    void defaultsAreTheDocumentedOnesAndAcceptable() {
        Settings settings = arguments(null);
        assertEquals(List.of(), settings.problems());
        assertEquals(Duration.ofMinutes(5), settings.duration(Setting.TTL));
        assertEquals(Duration.ofHours(24), settings.duration(Setting.MAX_STALE));
        assertEquals(Duration.ofSeconds(15), settings.duration(Setting.STARTUP_TIMEOUT));
        assertEquals(Duration.ZERO, settings.duration(Setting.STARTUP_SPREAD));
        assertEquals(Cloud.PUBLIC, settings.cloud());
        assertEquals(List.of("*/*"), settings.list(Setting.ALLOW));
        assertTrue(settings.flag(Setting.ENABLED));
        assertFalse(settings.flag(Setting.FAIL_ON_EXPIRED));
        for (Setting setting : Setting.values()) {
            String text = setting.defaultText();
            assertNull(text == null ? null : setting.objection(text), setting.key());
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keyweave.conf"), "\uFEFFttl=1m\r\nlog=debug\r\n");
        Settings settings = Settings.read("config=" + file, Map.of(), Map.of());
        assertEquals(List.of(), settings.problems());
        assertEquals(Duration.ofMinutes(1), settings.duration(Setting.TTL));
        assertEquals("debug", settings.text(Setting.LOG));
    }

    @Test
    void precedenceIsArgumentPropertyEnvironmentFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keyweave.conf");
        Files.writeString(file, "# comment\n\n ttl = 1m \nmax-stale=1h\nlog=debug\non-missing=warn\n");
        Settings settings = Settings.read(
                "ttl=4m,config=" + file,
                Map.of("keyweave.ttl", "3m", "keyweave.max-stale", "3h", "other", "x"),
                Map.of("KEYWEAVE_TTL", "2m", "KEYWEAVE_MAX_STALE", "2h", "KEYWEAVE_LOG", "error", "PATH", "x"));
        assertEquals(List.of(), settings.problems());
        assertEquals(Duration.ofMinutes(4), settings.duration(Setting.TTL));
        assertEquals(Duration.ofHours(3), settings.duration(Setting.MAX_STALE));
        assertEquals("error", settings.text(Setting.LOG));
        assertEquals("warn", settings.text(Setting.ON_MISSING));
        assertEquals("agent argument ttl", settings.origin(Setting.TTL));
        assertEquals("system property keyweave.max-stale", settings.origin(Setting.MAX_STALE));
        assertEquals("env KEYWEAVE_LOG", settings.origin(Setting.LOG));
        assertEquals(file + ": 6", settings.origin(Setting.ON_MISSING));
        assertEquals("default", settings.origin(Setting.ALLOW));
    }

    @Test
    void commasInArgumentsAreEscapedAndBackslashesAreNot() {
        Settings settings = arguments("allow=a/b\\,c;d/*, ca=C:\\certs\\x.pem ,,ttl=1m,");
        assertEquals(List.of(), settings.problems());
        assertEquals(List.of("a/b,c", "d/*"), settings.list(Setting.ALLOW));
        assertEquals("C:\\certs\\x.pem", settings.text(Setting.CA));
        assertEquals(Duration.ofMinutes(1), settings.duration(Setting.TTL));
    }

    @Test
    void aliasesWithIdentitiesOfTheirOwn() {
        Settings settings = Settings.read(
                "vault.v1=https://one.vault.azure.net/,vault.v1.auth=client-secret,auth=azure-cli",
                Map.of("keyweave.vault.v1.tenant-id", "t1"),
                new TreeMap<>(Map.of(
                        "KEYWEAVE_VAULT_CONTOSO_PROD", "https://contoso.vault.azure.net",
                        "KEYWEAVE_VAULT_CONTOSO_PROD_CLIENT_ID", "c2",
                        "KEYWEAVE_VAULT_MY_AUTH", "https://localhost:8443",
                        "KEYWEAVE_VAULT_V1_CLIENT_SECRET", "hunter2")));
        assertEquals(List.of(), settings.problems());
        VaultAlias v1 = settings.alias("v1");
        assertEquals("https://one.vault.azure.net", v1.url());
        assertEquals("client-secret", settings.text(Setting.AUTH, v1));
        assertEquals("t1", settings.text(Setting.TENANT_ID, v1));
        assertEquals("hunter2", settings.text(Setting.CLIENT_SECRET, v1));
        VaultAlias contoso = settings.alias("contoso-prod");
        assertEquals("c2", settings.text(Setting.CLIENT_ID, contoso));
        assertEquals("azure-cli", settings.text(Setting.AUTH, contoso));
        assertEquals("https://localhost:8443", settings.alias("my-auth").url());
        assertNull(settings.alias("nobody"));
        assertFalse(settings.toString().contains("hunter2"));
        assertFalse(v1.toString().contains("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tll=5m|agent argument tll: there is no setting tll|The settings are vault.ALIAS, cloud",
                "ttl=5|agent argument ttl: \"5\" is not a duration|such as 5m",
                "ttl=100ms|is too short|at least 1s",
                "ttl=31d|is too long|at most 30d",
                "auth=magic|is none of auto, managed-identity|Correct",
                "enabled=yes|neither true nor false|Correct",
                "ca=|is empty|Correct",
                "ttl|agent arguments: item 1 is not name=value|commas",
                "ttl=5m,client-secret=a,b|agent arguments: item 3 is not name=value|\\,",
                "vault.A_B=https://x|the alias is not 1 to 24|vault.NAME",
                "vault.a=http://x|not the URL of a vault|https://NAME",
                "vault.a=https://u@x|not the URL of a vault|https://NAME",
                "vault.a=https://x/secrets|not the URL of a vault|https://NAME",
                "vault.a=contoso|not the URL of a vault|https://NAME",
                "vault.a.ttl=5m|a vault has no setting ttl|auth, client-id, tenant-id, client-secret, client-secret-expires, client-c",
                "vault.a.auth=auto|the alias a has no vault|vault.a=https",
                "trust=[|agent argument trust: \"[\" holds a bracket|? for a bracket",
                "trust=/a/*;/b/{c}.conf|holds a bracket|an item for each alternative",
                "trust=~/app.conf|begins with what only a shell expands|absolute path",
                "trust=$HOME/app.conf|begins with what only a shell expands|absolute path",
                "trust=file:/etc/app.conf|holds a URL|path of the file",
                "trust=jar:https://x/y|holds a URL|path of the file",
                "trust=/etc/*;class:|names no class|class:com.acme",
                "trust=class:com/acme/Reader|names no class|class:com.acme",
                "trust=class:org.postgresql.Driver|a class of a library|refer to that",
                "trust=/etc/*;class:java.util.Properties|a class of the JDK|by its path",
                "vault.a=https://localhost:0|not the URL of a vault|without path",
                "vault.a=https://localhost:65536|not the URL of a vault|without path",
                "vault.a=https://localhost:|not the URL of a vault|without path",
                "sources=DB_*|names no source|env:NAME",
                "sources=env:|names no source|property:NAME",
                "trust= ; |is empty|Correct",
                "config=/no/such/file|agent argument config: the file /no/such/file cannot be read|readable"
            })
    void problemsSayWhereWhatAndWhatToDo(String arguments, String first, String second) {
        Settings settings = arguments(arguments);
        assertEquals(1, settings.problems().size(), settings.problems().toString());
        String problem = settings.problems().get(0).toString();
        assertTrue(problem.contains(first) && problem.contains(second) && problem.endsWith("."), problem);
    }

    @Test
    void allProblemsAreCollectedAndDefaultsApply() {
        Settings settings = arguments("ttl=x,log=loud,nonsense=1,max-stale=2h");
        assertEquals(3, settings.problems().size());
        assertEquals(Duration.ofMinutes(5), settings.duration(Setting.TTL));
        assertEquals(Duration.ofHours(2), settings.duration(Setting.MAX_STALE));
    }

    @Test
    void secretsAndUnknownValuesAreInNoMessage() {
        Settings settings = Settings.read(
                "client-secret=hunter2,client-secert=hunter3",
                Map.of("keyweave.client-certificate-password", ""),
                Map.of("KEYWEAVE_CLIENT_SECERT", "hunter4"));
        String all = settings + " " + settings.problems() + settings.warnings();
        assertFalse(all.contains("hunter"), all);
        assertEquals("hunter2", settings.text(Setting.CLIENT_SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "**",
                "/etc/app/*.conf; conf/",
                "C:\\app\\conf.d\\*",
                "/etc/a~b/$c",
                "class:com.acme.Config$Reader;class:Main"
            })
    void trustTakesPathsAndClasses(String text) {
        assertEquals(List.of(), arguments("trust=" + text).problems());
    }

    @Test
    void unknownVariablesOnlyWarn() {
        Settings settings = Settings.read(null, Map.of(), Map.of("KEYWEAVE_SERVICE", "10.0.0.1"));
        assertEquals(List.of(), settings.problems());
        assertEquals(1, settings.warnings().size());
    }

    /** As Kubernetes 1.34 makes them for a service with the ports 443, named https, and 53 for TCP and UDP. */
    @ParameterizedTest
    @ValueSource(strings = {"KEYWEAVE", "KEYWEAVE_VAULT", "KEYWEAVE_VAULT_CONTOSO", "KEYWEAVE_AGENT"})
    void variablesOfServicesAreNobodysSettings(String service) {
        Map<String, String> environment = new TreeMap<>();
        for (String address : List.of("10.0.0.1", "fd00::1")) {
            String host = address.contains(":") ? "[" + address + "]" : address;
            environment.put(service + "_SERVICE_HOST", address);
            environment.put(service + "_SERVICE_PORT", "443");
            environment.put(service + "_SERVICE_PORT_HTTPS", "443");
            environment.put(service + "_PORT", "tcp://" + host + ":443");
            for (String port : List.of("443_TCP", "53_UDP", "53_TCP", "9_SCTP")) {
                String protocol = port.substring(port.indexOf('_') + 1).toLowerCase(Locale.ROOT);
                String number = port.substring(0, port.indexOf('_'));
                environment.put(service + "_PORT_" + port, protocol + "://" + host + ":" + number);
                environment.put(service + "_PORT_" + port + "_PROTO", protocol);
                environment.put(service + "_PORT_" + port + "_PORT", number);
                environment.put(service + "_PORT_" + port + "_ADDR", address);
            }
            Settings settings = Settings.read("vault.contoso=https://contoso.vault.azure.net", Map.of(), environment);
            assertEquals(List.of(), settings.problems());
            assertEquals(List.of(), settings.warnings());
            assertEquals(
                    List.of("contoso"),
                    settings.aliases().stream().map(VaultAlias::name).toList());
        }
    }

    @Test
    void aliasesMayBeCalledAsVariablesOfServicesAre() {
        Settings settings = Settings.read(
                null,
                Map.of(),
                Map.of(
                        "KEYWEAVE_VAULT_SERVICE_HOST", "https://one.vault.azure.net",
                        "KEYWEAVE_VAULT_PORT", "https://two.vault.azure.net"));
        assertEquals(List.of(), settings.problems());
        assertEquals(
                "https://one.vault.azure.net", settings.alias("service-host").url());
        assertEquals("https://two.vault.azure.net", settings.alias("port").url());
        assertEquals(
                1,
                Settings.read(null, Map.of(), Map.of("KEYWEAVE_VAULT_PORT", "http://contoso"))
                        .problems()
                        .size());
    }

    @Test
    void aFileNamesNoOtherFileAndSaysItsLines(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("k.conf");
        Files.writeString(file, "config=x\nnothing\nttl=1m");
        Settings settings = Settings.of(Map.of("config", file.toString()), Map.of());
        assertEquals(2, settings.problems().size());
        assertTrue(settings.problems().get(1).origin().endsWith("k.conf: 2"));
        assertEquals(Duration.ofMinutes(1), settings.duration(Setting.TTL));
    }

    @Test
    void equalSettingsAreEqual() {
        assertEquals(Settings.of(Map.of("ttl", "5m"), Map.of()), arguments("ttl=5m"));
        assertEquals(
                Settings.of(Map.of("ttl", "5m"), Map.of()).hashCode(),
                arguments("ttl=5m").hashCode());
        assertNotEquals(arguments("ttl=6m"), arguments("ttl=5m"));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "500ms,500", "1s,1000", "90s,90000", "5m,300000", "24h,86400000", "7d,604800000"})
    void durations(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), DurationText.parse(text));
        assertEquals(Duration.ofMillis(millis), DurationText.parse(DurationText.of(Duration.ofMillis(millis))));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 ms",
        "1999,1999 ms",
        "2000,2 s",
        "119000,119 s",
        "5400000,90 min",
        "169200000,47 h",
        "172800000,2 days"
    })
    void durationsForPeople(long millis, String text) {
        assertEquals(text, DurationText.roughly(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "-5m", "5 m", "5M", "1e3s", "٥m", "1234567890s", "5mm"})
    void notDurations(String text) {
        assertNull(DurationText.parse(text));
    }
}
