package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure.Kind;
import io.keyweave.LiveValue;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.lastknown.LastKnownFiles;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code last-known}: a start that finds the vault down, after one that did not. */
class LastKnownTest extends StoreFixture {

    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n";

    @TempDir
    Path work;

    private Path key;
    private Path values;

    @BeforeEach
    void makeKey() throws IOException {
        key = key("key", KEY);
        values = work.resolve("deep/values");
        vault.put("vault/a", "the-secret", V1);
    }

    private Path key(String name, String content) throws IOException {
        Path file = Files.writeString(work.resolve(name), content);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        }
        return file;
    }

    /** Read for as long as the test lasts: what nobody can reach is not refreshed. */
    private final List<LiveValue> readers = new ArrayList<>();

    @Override
    LiveValue live(String text) {
        LiveValue value = super.live(text);
        readers.add(value);
        return value;
    }

    /** A start of the application, after the end of the one before. */
    private void start(String... more) {
        List<String> settings = new ArrayList<>(
                List.of("last-known", values.toString(), "last-known-key", key.toString(), "max-stale", "10h"));
        settings.addAll(List.of(more));
        open(settings.toArray(new String[0]));
    }

    private List<Path> files() {
        if (!Files.isDirectory(values)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(values)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] onlyFile() throws IOException {
        assertEquals(1, files().size(), files().toString());
        return Files.readAllBytes(files().get(0));
    }

    private void assertNoStart(String told) {
        int before = log.all().size();
        SecretException e = assertThrows(SecretException.class, () -> live("$<kv:vault/a>"));
        List<String> since = log.all().subList(before, log.all().size());
        String all = e.getMessage() + "\n" + String.join("\n", since);
        assertTrue(all.contains(told), all);
        assertFalse(all.contains("the-secret"), all);
        assertFalse(all.contains("LAST-KNOWN"), all);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "THROTTLED", "SERVICE_ERROR", "INVALID_RESPONSE"})
    void aStartThatFindsTheVaultDownGoesOnAndSaysSo(Kind kind) {
        start();
        live("$<kv:vault/a>");
        time.advance(Duration.ofHours(1));
        vault.fail("vault/a", kind);
        start();
        LiveValue value = live("$<kv:vault/a>");
        assertEquals("the-secret", value.current());
        List<String> told = log.containing("ERROR LAST-KNOWN");
        assertEquals(1, told.size(), log.all().toString());
        for (String part :
                List.of("vault/a", " ago, at 2026-01-01T0", "is served until 2026-01-01T1", "It is " + kind)) {
            assertTrue(told.get(0).contains(part), told.get(0));
        }
        vault.put("vault/a", "another", V2);
        time.advance(Duration.ofMinutes(2));
        assertEquals("another", value.current());
        assertEquals(1, log.containing("INFO rotated vault/a").size(), log.all().toString());
        vault.fail("vault/a", kind);
        start();
        assertEquals("another", live("$<kv:vault/a>").current());
        assertEquals(List.of(), log.containing("the-secret"));
    }

    @Test
    void servedUntilMaxStaleFromTheLastConfirmationAndNotLonger() {
        start();
        live("$<kv:vault/a>");
        // No refresh comes to pass from here on, so the file is of now.
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofHours(9));
        start();
        LiveValue value = live("$<kv:vault/a>");
        time.advance(Duration.ofMinutes(50));
        assertEquals("the-secret", value.current());
        time.advance(Duration.ofMinutes(15));
        assertNull(value.current());
        start();
        assertNoStart("the last known value of vault/a is not used");
        assertEquals(
                1, log.containing("old, and max-stale is 10").size(), log.all().toString());
    }

    @Test
    void itsTimeIsRenewedWhileTheVaultConfirmsTheSameValue() throws IOException {
        start();
        live("$<kv:vault/a>");
        byte[] first = onlyFile();
        time.advance(Duration.ofMinutes(30));
        assertTrue(Arrays.equals(first, onlyFile()), "a tenth of max-stale has not passed");
        time.advance(Duration.ofHours(30));
        assertFalse(Arrays.equals(first, onlyFile()));
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofHours(8));
        start();
        assertEquals("the-secret", live("$<kv:vault/a>").current());
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "DISABLED", "REFUSED"})
    void whatTheVaultRefusesIsNotServedAndItsFileGoes(Kind kind) {
        start();
        live("$<kv:vault/a>");
        vault.fail("vault/a", kind);
        start();
        assertNoStart("It is " + kind);
        assertEquals(List.of(), files());
        vault.fail("vault/a", Kind.UNREACHABLE);
        start();
        assertNoStart("It is UNREACHABLE");
    }

    @Test
    void anIdentityThatIsRefusedIsNoOutage() {
        start();
        live("$<kv:vault/a>");
        vault.fail("vault/a", Kind.IDENTITY);
        start();
        assertNoStart("It is IDENTITY");
        assertEquals(1, files().size());
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "DISABLED"})
    void aRevocationCountsAsSoonAsTheVaultAnswers(Kind kind) {
        start();
        live("$<kv:vault/a>");
        vault.fail("vault/a", Kind.UNREACHABLE);
        start();
        LiveValue value = live("$<kv:vault/a?optional>");
        assertEquals("the-secret", value.current());
        vault.fail("vault/a", kind);
        time.advance(Duration.ofSeconds(100));
        assertNull(value.current());
        assertEquals(List.of(), files());
    }

    @Test
    void aRefusalTakesTheFileAtOnceAndTheValueAfterAnHour() {
        start();
        LiveValue value = live("$<kv:vault/a>");
        vault.fail("vault/a", Kind.REFUSED);
        time.advance(Duration.ofMinutes(6));
        assertEquals("the-secret", value.current());
        assertEquals(List.of(), files());
        vault.put("vault/a", "the-secret", V1);
        time.advance(Duration.ofMinutes(3));
        assertEquals(1, files().size(), "given again");
    }

    @Test
    void oneSecretThatCannotBeHadStillStopsTheStart() {
        vault.put("vault/b", "b", V1);
        start();
        live("$<kv:vault/a> $<kv:vault/b>");
        vault.fail("vault/a", Kind.UNREACHABLE);
        vault.fail("vault/b", Kind.REFUSED);
        start();
        SecretException e = assertThrows(SecretException.class, () -> live("$<kv:vault/a> $<kv:vault/b>"));
        assertTrue(e.getMessage().contains("It is REFUSED") && !e.getMessage().contains("It is UNREACHABLE"));
    }

    @Test
    void aPinnedVersionIsAskedForAgainUntilTheVaultAnswers() {
        String pinned = "vault/a/" + V1;
        vault.put(pinned, "pinned", V1);
        start();
        live("$<kv:" + pinned + ">");
        vault.fail(pinned, Kind.UNREACHABLE);
        start();
        LiveValue value = live("$<kv:" + pinned + "?optional>");
        assertEquals("pinned", value.current());
        vault.fail(pinned, Kind.DISABLED);
        time.advance(Duration.ofMinutes(3));
        assertNull(value.current());
    }

    @Test
    void anExpiredOneIsRefusedWhereThatIsSet() {
        vault.put(
                "vault/a",
                new Secret("the-secret", V1, null, true, null, time.now().plus(Duration.ofHours(2))));
        start("fail-on-expired", "true");
        live("$<kv:vault/a>");
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofHours(3));
        start("fail-on-expired", "true");
        assertNoStart("It is UNREACHABLE");
        start();
        assertEquals("the-secret", live("$<kv:vault/a>").current());
    }

    @Test
    void aFileHoldsNoPlainTextAndTwoWritesNoCommonByteButTheHeader() throws IOException {
        start();
        live("$<kv:vault/a>");
        byte[] first = onlyFile();
        withdrawAndWriteAgain();
        byte[] second = onlyFile();
        assertEquals(first.length, second.length);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        for (String plain : List.of("the-secret", "vault", V1)) {
            assertFalse(text.contains(plain));
            assertFalse(files().get(0).toString().contains(plain));
        }
        assertNotEquals(
                new String(first, 13, 12, StandardCharsets.ISO_8859_1),
                new String(second, 13, 12, StandardCharsets.ISO_8859_1),
                "the nonce");
        int equal = 0;
        for (int i = 25; i < first.length; i++) {
            equal += first[i] == second[i] ? 1 : 0;
        }
        assertTrue(equal < first.length / 8, equal + " of " + first.length);
        vault.put("vault/a", "the-secret-and-more", V2);
        time.advance(Duration.ofMinutes(6));
        assertEquals(first.length, onlyFile().length, "the length of a value does not show");
    }

    private void withdrawAndWriteAgain() throws IOException {
        Files.delete(files().get(0));
        start();
        live("$<kv:vault/a>");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerReadsThem() throws IOException {
        start();
        live("$<kv:vault/a>");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(values)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))));
    }

    @Test
    void whatWasChangedOrCutAnywhereIsRefused() throws IOException {
        start();
        live("$<kv:vault/a>");
        vault.fail("vault/a", Kind.UNREACHABLE);
        byte[] good = onlyFile();
        Path file = files().get(0);
        LastKnownValues opened = LastKnownFiles.open(resolver.settings(), time, log);
        SecretRef ref = new SecretRef("kv", "vault", "a", null);
        assertEquals("the-secret", opened.find(ref).secret().value());
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            int before = log.all().size();
            assertNull(opened.find(ref), "byte " + i);
            assertEquals(before + 1, log.all().size());
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            assertNull(opened.find(ref), "length " + length);
        }
        start();
        assertNoStart("is cut short");
        for (String line : log.containing("is not used")) {
            assertFalse(line.contains("the-secret"), line);
        }
    }

    @Test
    void aFileOfAnotherKeyOrSecretOrVaultIsRefused() throws IOException {
        vault.put("vault/b", "b", V1);
        start();
        live("$<kv:vault/a>");
        Path ofA = files().get(0);
        live("$<kv:vault/b>");
        Path ofB =
                files().stream().filter(file -> !file.equals(ofA)).findFirst().orElseThrow();
        byte[] a = Files.readAllBytes(ofA);
        vault.fail("vault/a", Kind.UNREACHABLE);

        Files.write(ofA, Files.readAllBytes(ofB));
        start();
        assertNoStart("belongs to another secret or vault");

        Files.write(ofA, a);
        key = key("other-key", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=");
        start();
        assertNoStart("was written under another key");

        key = key("key-again", KEY);
        start("vault.vault", "https://elsewhere.vault.azure.net");
        assertNoStart("It is UNREACHABLE");
        start();
        assertEquals("the-secret", live("$<kv:vault/a>").current());
    }

    @Test
    void aClockThatWasSetBackMakesNothingYoung() throws IOException {
        time.advance(Duration.ofDays(2));
        start();
        live("$<kv:vault/a>");
        byte[] future = onlyFile();
        LastKnownValues earlier = LastKnownFiles.open(resolver.settings(), new VirtualTime(), log);
        assertNull(earlier.find(new SecretRef("kv", "vault", "a", null)));
        assertEquals(1, log.containing("is of the future").size());
        assertTrue(future.length > 0);
    }

    private void assertRefused(String told, String... settings) {
        SecretException e = assertThrows(SecretException.class, () -> open(settings));
        assertEquals(78, e.exitCode());
        assertTrue(e.getMessage().contains(told), e.getMessage());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKeyThatIsNoneOrStandsOpenIsRefused() throws IOException {
        String directory = values.toString();
        assertRefused("last-known is set and there is no key", "last-known", directory);
        assertRefused(
                "cannot be read (NoSuchFileException)",
                "last-known",
                directory,
                "last-known-key",
                work.resolve("none").toString());
        for (String content : List.of("", "short", KEY + KEY, "not base64 at all, but of some length.......")) {
            assertRefused(
                    "does not hold 32 bytes",
                    "last-known",
                    directory,
                    "last-known-key",
                    key("k" + content.length(), content).toString());
        }
        for (String rights : List.of("r--r--r--", "rw--w----", "rw-----w-")) {
            Path file = Files.writeString(work.resolve("open-" + rights), KEY);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
            assertRefused("by others", "last-known", directory, "last-known-key", file.toString());
        }
        assertFalse(Files.exists(values), "nothing is made before the key is right");
        Files.createDirectories(values);
        Files.setPosixFilePermissions(values, PosixFilePermissions.fromString("rwx------"));
        Path inside = Files.move(key("inside", KEY), values.resolve("inside"));
        assertRefused(
                "is in the directory of the values", "last-known", directory, "last-known-key", inside.toString());
        Path link = Files.createSymbolicLink(work.resolve("link"), inside);
        assertRefused("is in the directory of the values", "last-known", directory, "last-known-key", link.toString());
        Files.setPosixFilePermissions(values, PosixFilePermissions.fromString("rwx---r-x"));
        assertRefused("is open to others", "last-known", directory, "last-known-key", key.toString());
        Files.setPosixFilePermissions(values, PosixFilePermissions.fromString("rwxrwx---"));
        start();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(values)), "fsGroup");
        // A Kubernetes Secret with fsGroup is read by the group; 32 bytes as they are, and hexadecimal digits.
        Files.setPosixFilePermissions(values, PosixFilePermissions.fromString("rwx------"));
        for (String content : List.of("0123456789012345678901234567890\n", "ab".repeat(32))) {
            Path file = key("good" + content.length(), content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
            open("last-known", directory, "last-known-key", file.toString());
        }
    }

    @Test
    void systemdsCredentialIsTheKeyWhereNoneIsNamed() throws IOException {
        Path credentials = Files.createDirectory(work.resolve("credentials"));
        Files.move(key, credentials.resolve("keyweave-last-known-key"));
        resolver.close();
        resolver = new ResolverBuilder(Settings.of(
                        Map.of("last-known", values.toString()),
                        Map.of("CREDENTIALS_DIRECTORY", credentials.toString())))
                .provider(vault)
                .time(time)
                .log(log)
                .open();
        live("$<kv:vault/a>");
        assertEquals(1, files().size());
    }

    @Test
    void nothingIsWrittenWithoutTheSettingOrWhereItKeepsNothing() throws IOException {
        open();
        live("$<kv:vault/a>");
        start("max-stale", "0s");
        live("$<kv:vault/a>");
        assertEquals(
                1,
                log.containing("last-known keeps nothing, because max-stale is 0")
                        .size());
        try (Stream<Path> all = Files.walk(work)) {
            assertEquals(List.of(work, key), all.sorted().toList());
        }
        resolver.close();
        resolver = new ResolverBuilder(resolver.settings())
                .provider(vault)
                .time(time)
                .log(log)
                .onlyLooks()
                .open();
        live("$<kv:vault/a>");
        assertFalse(Files.exists(values));
    }

    @Test
    void aFullDiskIsToldOnceAndHarmsNothing() throws IOException {
        start();
        Files.delete(values);
        Files.writeString(values, "no directory any more");
        vault.put("vault/b", "b", V1);
        assertEquals("the-secret b", live("$<kv:vault/a> $<kv:vault/b>").current());
        assertEquals(1, log.containing("cannot be written to").size(), log.all().toString());
    }
}
