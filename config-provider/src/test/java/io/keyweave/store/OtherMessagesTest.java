package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.Failure.Kind;
import io.keyweave.LiveValue;
import io.keyweave.MessageCode;
import io.keyweave.MessageCodes;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.placeholder.NearMissLog;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the library says of anything but vault and identity: each of its codes is seen here, with its text. The agent's own are seen where it runs. */
class OtherMessagesTest extends StoreFixture {

    /** Placeholders represent any text. */
    private static final Pattern WORD =
            Pattern.compile("\\b(ORIGIN|NUMBER|TEXT|NAME|FILE|VAULT|SECRET|VERSION|TIME)\\b");

    /** The first is told with the code of its reason; the others are seen by tests of their own. */
    private static final Set<String> ELSEWHERE =
            Set.of("KW-4104", "KW-4402", "KW-5104", "KW-5121", "KW-5122", "KW-5123", "KW-9101", "KW-9105");

    private final Set<String> seen = new TreeSet<>();

    @TempDir
    Path folder;

    private static Pattern pattern(String heading) {
        StringBuilder pattern = new StringBuilder();
        Matcher word = WORD.matcher(heading);
        int at = 0;
        while (word.find()) {
            pattern.append(Pattern.quote(heading.substring(at, word.start()))).append(".+?");
            at = word.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(heading.substring(at))).toString(), Pattern.DOTALL);
    }

    @Test
    void everyCodeIsSaidWithItsText() throws Exception {
        starts();
        settings();
        offline();
        lastKnown();
        lives();
        expires();
        nearMisses();
        seen.addAll(log.codes());
        Set<String> expected = new TreeSet<>();
        for (String owner : List.of(
                "store.StoreMessages",
                "lastknown.LastKnownMessages",
                "core.ResolverMessages",
                "offline.OfflineMessages",
                "placeholder.PlaceholderMessages",
                "azure.SettingMessages",
                "MalformedException")) {
            for (MessageCode message : MessageCodes.of(Class.forName("io.keyweave." + owner))) {
                expected.add(message.code());
            }
        }
        expected.removeAll(ELSEWHERE);
        expected.removeAll(seen);
        assertEquals(Set.of(), expected, "never said");
    }

    private void shown(String message, String text) {
        assertTrue(pattern(text).matcher(message).find(), text + " is not what is said: " + message);
    }

    private void shown(Failure failure, String text) {
        assertNotNull(failure.messageCode(), failure.toString());
        seen.add(failure.messageCode());
        shown(failure.cause(), text);
    }

    private void fails(String text, String shown) {
        SecretException e = assertThrows(SecretException.class, () -> live(text));
        shown(e.failures().get(0), shown);
    }

    private void logged(String part, String heading) {
        List<String> lines = log.containing(part);
        assertTrue(!lines.isEmpty(), part + " is not in " + log.all());
        shown(lines.get(0).substring(lines.get(0).indexOf(' ') + 1), heading);
    }

    private void starts() {
        fails("$<kv:vault>", "ORIGIN, column NUMBER: TEXT");
        vault.put("vault/text", "no json", V1).put("vault/json", "{\"a\":{}}", V1);
        fails("$<kv:vault/text#a>", "The secret SECRET is TEXT, so it has no field \"NAME\".");
        fails("$<kv:vault/json#a>", "The JSON secret SECRET has no text, number or boolean in a field \"NAME\".");
        fails("$<kv:vault/text?as=base64-decode>", "The secret SECRET is not base64 of UTF-8 text.");
        fails("$<kv:vault/text#pem-key>", "The secret SECRET gives no #NAME: TEXT.");
        open("allow", "other/*");
        fails("$<kv:vault/text>", "The setting allow=TEXT (ORIGIN) forbids this secret. No request was made.");
        open("fail-on-expired", "true");
        vault.put("vault/old", new Secret("x", V1, null, true, null, time.now().minusSeconds(1)));
        fails("$<kv:vault/old>", "The version VERSION expired at TIME, and fail-on-expired is set.");
        open("on-missing", "warn");
        live("$<kv:vault/none>");
        logged("left unset", "ORIGIN is left unset, since on-missing=warn: TEXT");
    }

    private void nearMisses() {
        NearMissLog misses = new NearMissLog(Set.of("kv"), log);
        PlaceholderParser parser = new PlaceholderParser(Set.of("kv"), Set.of(), ".vault.azure.net");
        misses.look("$<KV:v/s>", Origin.of("a"));
        logged("this looks like", "ORIGIN: this looks like a placeholder and is none: TEXT");
        misses.look("$<other:y>", Origin.of("b"));
        logged("nothing resolves", "ORIGIN: nothing resolves the scheme NAME: the text stays as it is.");
        misses.look(Objects.requireNonNull(parser.parse("'$<kv:vault/s>'", Origin.of("c"))));
        logged(
                "the quotes",
                "ORIGIN: the quotes around the placeholder are part of the value. Remove them unless that is meant.");
        misses.look(Objects.requireNonNull(parser.parse("$$<kv:vault/s>", Origin.environment("D"))));
        logged("is the escape", "ORIGIN: $$< is the escape for a literal $<, so nothing is resolved. TEXT");
    }

    private void settings() throws Exception {
        problem(Map.of("tll", "5m"), "ORIGIN: there is no setting NAME.");
        problem(Map.of("ttl", "soon"), "ORIGIN: \"TEXT\" is TEXT");
        problem(Map.of("config", folder.resolve("none").toString()), "ORIGIN: the file FILE cannot be read (TEXT)");
        unusable(Map.of("ca", folder.resolve("none.pem").toString()), Map.of(), "ORIGIN: FILE cannot be read (TEXT).");
        Path noCertificate = Files.writeString(folder.resolve("no.pem"), "no");
        unusable(Map.of("ca", noCertificate.toString()), Map.of(), "ORIGIN: FILE holds no certificates in PEM form.");
        unusable(
                Map.of(),
                Map.of("HTTPS_PROXY", "proxy:8080:1"),
                "HTTPS_PROXY must have the form http://[user:password@]host:port");
        unusable(
                Map.of(),
                Map.of("HTTPS_PROXY", "http://u:$<kv:a/b>@proxy:8080"),
                "ORIGIN holds a placeholder, but the proxy is needed to resolve it.");
        open("startup-spread", "1ms");
        live("$<kv:vault/text>");
        logged("startup-spread", "startup-spread: the first request waits TIME");
        live("$<kv:vault/text> ");
        logged("blanks", "ORIGIN: the blanks around the placeholder are part of the value. TEXT");
        assertEquals(1, log.containing("blanks").size());
        unusable(
                Map.of("vault.vault", "https://[::1]:8443"),
                Map.of(),
                "vault.NAME has an IPv6 address for a host, which the Azure SDK cannot ask.");
        vault.put("vault/blank", "x ", V1).put("vault/url", "a&b", V1);
        live("$<kv:vault/blank>");
        logged(
                "or a byte order mark",
                "ORIGIN: SECRET begins or ends with a blank, a line break or a byte order mark. TEXT");
        live("jdbc:x://h/db?user=u&password=$<kv:vault/url>");
        logged("?as=url", "ORIGIN: a secret in it holds characters that end a value there. TEXT");
        live("$<kv:vault/text?ttl=2s>");
        logged("below 30 s", "a ttl of TIME is below 30 s: every secret costs NUMBER requests an hour and JVM");
        for (int i = 0; i < 20; i++) {
            vault.put("vault/s" + i, "x", V1);
            live("$<kv:vault/s" + i + "?ttl=1s>");
        }
        logged("effective ttl", "NUMBER secrets TEXT requests a second: the effective ttl is about TIME TEXT");
    }

    private void problem(Map<String, String> given, String heading) {
        SecretException e =
                assertThrows(SecretException.class, () -> new ResolverBuilder(Settings.of(given, Map.of())).open());
        shown(e.failures().get(0), heading);
    }

    private void unusable(Map<String, String> given, Map<String, String> environment, String heading) {
        try (SecretResolver own =
                new ResolverBuilder(Settings.of(given, environment)).log(log).open()) {
            SecretException e = assertThrows(
                    SecretException.class, () -> own.require(List.of(own.bind("$<kv:vault/none>", ORIGIN))));
            shown(e.failures().get(0), heading);
        }
    }

    private void offline() throws Exception {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "vault/a=b\n");
        Map<String, String> given = Map.of("offline", file.toString());
        unusable(given, Map.of(), "The offline file FILE has no line for this secret.");
        logged("OFFLINE", "OFFLINE: secrets come from the file FILE and from no vault. TEXT");
        Files.delete(file);
        // A start asks again for what may come yet.
        Map<String, String> impatient = Map.of("offline", file.toString(), "startup-timeout", "5s");
        unusable(impatient, Map.of(), "The offline file FILE cannot be read (TEXT).");
    }

    private void lastKnown() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef");
        boolean posix = key.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        }
        Path values = folder.resolve("values");
        problem(Map.of("last-known", values.toString()), "ORIGIN: last-known is set and there is no key.");
        problem(
                Map.of("last-known", folder.toString(), "last-known-key", key.toString()),
                "ORIGIN: the key FILE TEXT.");
        problem(Map.of("last-known", key.toString(), "last-known-key", key + "-none"), "ORIGIN: the key FILE TEXT.");
        problem(
                Map.of("last-known", key.resolve("x").toString(), "last-known-key", key.toString()),
                "ORIGIN: the directory FILE TEXT.");
        open("last-known", values.toString(), "last-known-key", key.toString(), "max-stale", "0s");
        logged("keeps nothing", "last-known keeps nothing, because max-stale is 0: TEXT");
        String[] settings = {"last-known", values.toString(), "last-known-key", key.toString()};
        open(settings);
        vault.put("vault/kept", "x", V1);
        live("$<kv:vault/kept>");
        vault.fail("vault/kept", Kind.UNREACHABLE);
        open(settings);
        live("$<kv:vault/kept>");
        logged(
                "LAST-KNOWN",
                "LAST-KNOWN: this start goes on with values of before, because their vault does not answer: TEXT");
        Path file;
        try (Stream<Path> files = Files.list(values)) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, "cut");
        open(settings);
        assertThrows(SecretException.class, () -> live("$<kv:vault/kept>"));
        logged("is not used", "the last known value of SECRET is not used: the file FILE TEXT");
        // A directory in the place of the file can be neither replaced nor, with something in it, deleted.
        Files.delete(file);
        Files.createDirectories(file.resolve("inside"));
        vault.put("vault/kept", "x", V1);
        open(settings);
        live("$<kv:vault/kept>");
        logged("cannot be written to", "the last known value of SECRET cannot be written to FILE (NAME): TEXT");
        vault.fail("vault/kept", Kind.DISABLED);
        open(settings);
        assertThrows(SecretException.class, () -> live("$<kv:vault/kept>"));
        logged(
                "cannot be deleted",
                "the last known value of SECRET was withdrawn by its vault and cannot be deleted from FILE (NAME). TEXT");
    }

    private void lives() {
        open("ttl", "1h", "max-stale", "2h");
        vault.put("vault/a", "{\"f\":\"x\"}", V1);
        LiveValue value = live("$<kv:vault/a#f>");
        vault.put("vault/a", "no json", V2);
        time.advance(Duration.ofHours(2));
        assertEquals("x", value.current());
        logged("rotated", "rotated SECRET VERSION -> VERSION (read by ORIGIN)");
        logged("stays in use", "ORIGIN: TEXT The text made from the version before stays in use.");
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofHours(1).plusMinutes(10));
        logged(
                "cannot refresh",
                "cannot refresh SECRET (read by ORIGIN): TEXT The value VERSION, TIME old, is served TEXT");
        vault.put("vault/a", "{\"f\":\"y\"}", V1);
        time.advance(Duration.ofMinutes(10));
        logged("answers again", "the vault VAULT answers again: SECRET is fresh");
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofHours(4));
        logged(
                "as long as is allowed",
                "The value is TIME old and could not be refreshed for as long as is allowed. TEXT");
        vault.put("vault/a", "{\"f\":\"y\"}", V1);
        time.advance(Duration.ofMinutes(10));
        logged("restored", "restored SECRET at VERSION (read by ORIGIN)");
        LiveValue late = live("$<kv:vault/late?default=none>");
        vault.put("vault/late", "x", V1);
        resolver.subscribe(new SecretRef("kv", "vault", "late", null), change -> {
            throw new IllegalStateException("never shown");
        });
        time.advance(Duration.ofHours(2));
        assertEquals("x", late.current());
        logged("first value", "SECRET has its first value, VERSION (read by ORIGIN)");
        logged("a listener to", "a listener to SECRET failed: java.lang.IllegalStateException");
        shown(
                StoreFailures.noAnswerAtStart(
                        new SecretRef("kv", "vault", "a", null), "the vault VAULT", Duration.ofSeconds(15)),
                "No answer from the vault VAULT within TIME.");
        vault.fail("vault/a", Kind.DISABLED);
        time.advance(Duration.ofHours(2));
        logged(
                "revoked vault/a 11110000.. (read by system property db.password): it is absent",
                "revoked SECRET VERSION (read by ORIGIN): it is absent from now on. TEXT");
        shown(
                StoreFailures.noAnswer(
                        new SecretRef("kv", "vault", "a", null), "the vault VAULT", Duration.ofSeconds(15)),
                "No answer from the vault VAULT within TIME.");
        shown(
                StoreFailures.outOfTime(
                        new SecretRef("kv", "vault", "a", null),
                        Duration.ofSeconds(15),
                        180,
                        200,
                        Duration.ofSeconds(1)),
                "NUMBER of NUMBER secrets were fetched in TIME, at TIME each; then the time for the start was over.");
        shown(
                StoreFailures.starved(
                        new SecretRef("kv", "vault", "a", null),
                        Duration.ofSeconds(15),
                        new ProcessorTime(Duration.ofMillis(900), Duration.ofSeconds(13), Duration.ofSeconds(16)),
                        null),
                "This process got TIME of CPU in TIME, which is too little to fetch its secrets within TIME.");
    }

    private void expires() {
        Instant now = time.now();
        ending(now.plus(Duration.ofDays(5)), "SECRET VERSION expires in TIME, at TIME (read by ORIGIN): TEXT");
        ending(now.minusSeconds(60), "SECRET VERSION expired TIME ago, at TIME (read by ORIGIN): TEXT");
        aCertificateIsRenewedAsOne(now.plus(Duration.ofDays(5)));
        vault.put("vault/e", new Secret("x", V1, null, true, now.plus(Duration.ofDays(5)), null));
        open();
        live("$<kv:vault/e>");
        logged("meant to be used", "SECRET VERSION is meant to be used from TIME on (read by ORIGIN): TEXT");
        own(now.plus(Duration.ofDays(5)), "the TEXT expires in TIME, at TIME. TEXT");
        own(now.minusSeconds(60), "the TEXT has expired, at TIME. TEXT");
        brokenProvider();
    }

    private void ending(Instant end, String heading) {
        vault.put("vault/e", new Secret("x", V1, null, true, null, end));
        open();
        live("$<kv:vault/e>");
        List<String> lines = log.containing("vault/e 11110000.. expire");
        shown(lines.get(lines.size() - 1), heading);
    }

    private void aCertificateIsRenewedAsOne(Instant end) {
        vault.put("vault/c", new Secret("x", V1, "application/x-pem-file", true, null, end));
        open();
        live("$<kv:vault/c>");
        logged("vault/c 11110000.. expires in", "SECRET VERSION expires in TIME, at TIME (read by ORIGIN): TEXT");
        assertFalse(log.containing("Renew the certificate in the vault: its secret follows.")
                .isEmpty());
    }

    private void own(Instant end, String heading) {
        int before = log.containing("the client certificate").size();
        vault.ends("client certificate /etc/app.pem", end);
        open();
        live("$<kv:vault/e>");
        shown(log.containing("the client certificate").get(before), heading);
    }

    private void brokenProvider() {
        vault.breaks("vault/e", new IllegalStateException("never shown"));
        open();
        SecretException e = assertThrows(SecretException.class, () -> live("$<kv:vault/e>"));
        assertFalse(e.getMessage().contains("never shown"), e.getMessage());
        shown(e.failures().get(0), "The provider of the scheme NAME failed with TEXT");
        vault.breaks("vault/e", new NoClassDefFoundError("javax/xml/stream/XMLStreamException"));
        open();
        e = assertThrows(SecretException.class, () -> live("$<kv:vault/e>"));
        shown(e.failures().get(0), "This JVM was made without the class NAME of the JDK.");
        vault.breaks("vault/e", new OutOfMemoryError("Java heap space"));
        open();
        e = assertThrows(SecretException.class, () -> live("$<kv:vault/e>"));
        shown(e.failures().get(0), "This JVM had no memory left to ask for it.");
    }
}
