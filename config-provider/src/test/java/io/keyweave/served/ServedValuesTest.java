package io.keyweave.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.FakeVault;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.SecretRef;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.placeholder.Encoding;
import io.keyweave.served.ServedValues.ServedPart;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServedValuesTest {

    private static final SecretRef DB = new SecretRef("kv", "vault", "db", null);
    private static final Duration TTL = Duration.ofMinutes(6);

    private final FakeVault vault = new FakeVault();
    private final VirtualTime time = new VirtualTime();
    private final CachingResolver resolver = new ResolverBuilder(Settings.of(Map.of(), Map.of()))
            .provider(vault)
            .time(time)
            .log(EventLog.SILENT)
            .random(new SplittableRandom(7))
            .open();
    private final ServedValues served = resolver.served();

    @AfterEach
    void close() {
        resolver.close();
    }

    private LiveValue live(String text) {
        LiveValue value = resolver.bind(text, Origin.of("test"));
        resolver.require(List.of(value));
        return value;
    }

    @Test
    void onlyLongSecretsAreMaskedWhereProgramsRead() {
        vault.put("vault/db", "long-password", "1");
        vault.put("vault/flag", "true", "1");
        LiveValue db = live("$<kv:vault/db>");
        live("$<kv:vault/flag>");
        assertEquals("$<kv:vault/flag>", served.masked("true"));
        assertEquals("true", served.maskedIfLong("true"));
        assertEquals("x=true", served.maskedIfLong("x=true"));
        assertEquals("$<kv:vault/db>", served.maskedIfLong("long-password"));
        assertEquals("x=$<kv:vault/db>;", served.maskedIfLong("x=long-password;"));
        vault.put("vault/db", "next-password", "2");
        time.advance(TTL);
        assertEquals("next-password", db.current());
        assertEquals("$<kv:vault/db>", served.maskedIfLong("long-password"), "a former one");
    }

    /** A copy that was never read again is known as long as somebody holds it, alone or within a longer text. */
    @Test
    void copiesOfFormerVersionsAreCounted() throws Exception {
        vault.put("vault/db", "first-password", "1");
        LiveValue db = live("$<kv:vault/db>");
        LiveValue url = live("jdbc:x?password=$<kv:vault/db>");
        String copy = db.current();
        String longer = url.current();
        assertEquals(Map.of(), served.heldFormer(DB), "the current one is not a former one");
        vault.put("vault/db", "next-password", "2");
        time.advance(TTL);
        assertEquals("next-password", db.current());
        assertEquals(Map.of("1", 2), served.heldFormer(DB));
        assertEquals("jdbc:x?password=first-password", longer);
        Reference.reachabilityFence(longer);
        longer = "";
        collected("1");
        assertEquals(Map.of("1", 1), served.heldFormer(DB));
        Reference.reachabilityFence(copy);
        Reference.reachabilityFence(url);
    }

    private void collected(String version) throws InterruptedException {
        for (int i = 0; i < 200 && served.heldFormer(DB).getOrDefault(version, 0) > 1; i++) {
            System.gc();
            Thread.sleep(20);
        }
    }

    @Test
    void aSecretThatHoldsAnotherIsMaskedAsAWhole() {
        vault.put("vault/short", "welcome", "1");
        vault.put("vault/long", "welcome-to-contoso", "1");
        vault.put("vault/longer", "you-are-welcome-to-contoso", "1");
        live("$<kv:vault/short>");
        live("$<kv:vault/long>");
        live("$<kv:vault/longer>");
        assertEquals(
                "a=$<kv:vault/long>, b=$<kv:vault/short>, c=$<kv:vault/longer>",
                served.masked("a=welcome-to-contoso, b=welcome, c=you-are-welcome-to-contoso"));
    }

    /** As {@code ?as=} writes it, and as JSON and JAAS escape what they hold. */
    @Test
    void aSecretIsMaskedInEveryEncoding() {
        String secret = "pa ss\"w\\ord/1<'}\u00e9";
        vault.put("vault/db", secret, "1");
        live("$<kv:vault/db>");
        List<String> forms = new ArrayList<>();
        for (Encoding encoding : Encoding.values()) {
            if (encoding != Encoding.BASE64_DECODE) {
                forms.add(encoding.apply(secret));
            }
        }
        assertTrue(forms.contains("pa%20ss%22w%5Cord%2F1%3C%27%7D%C3%A9"), forms.toString());
        assertTrue(forms.contains("pa ss&#34;w\\ord/1&#60;&#39;}&#233;"), forms.toString());
        for (String shown : forms) {
            assertEquals("jdbc:x?p=$<kv:vault/db>&q", served.masked("jdbc:x?p=" + shown + "&q"));
            assertEquals("$<kv:vault/db>", served.maskedIfLong(shown));
        }
    }

    @Test
    void currentAndFormerTextsAreFound() {
        vault.put("vault/db", "first", "1");
        LiveValue value = live("jdbc:x?password=$<kv:vault/db?as=url>");
        assertEquals(List.of(new ServedPart(SecretPart.of(DB), "1")), served.find("first"));
        vault.put("vault/db", "second", "2");
        time.advance(TTL);
        assertEquals(List.of(new ServedPart(SecretPart.of(DB), "1")), served.find("first"));
        assertEquals(List.of(new ServedPart(SecretPart.of(DB), "2")), served.find("second"));
        assertEquals(List.of(), served.find("third"));
        assertEquals(List.of(new VersionedText("second", "2")), served.read(List.of(SecretPart.of(DB))));
        Reference.reachabilityFence(value);
    }

    @Test
    void eightFormerVersionsAreKnownAndNoMore() {
        vault.put("vault/db", "text 0", "0");
        LiveValue value = live("$<kv:vault/db>");
        for (int i = 1; i <= 9; i++) {
            vault.put("vault/db", "text " + i, "" + i);
            time.advance(TTL);
        }
        assertTrue(served.find("text 0").isEmpty(), "nine versions ago");
        for (int i = 1; i <= 9; i++) {
            assertEquals("" + i, served.find("text " + i).get(0).version());
        }
        Reference.reachabilityFence(value);
    }

    @Test
    void onlyTheFieldsThatAreRead() {
        vault.put("vault/db", "{\"user\":\"me\",\"password\":\"secret\",\"port\":5432}", "1");
        LiveValue user = live("$<kv:vault/db#user>");
        LiveValue password = live("$<kv:vault/db#password>");
        assertEquals(List.of(new ServedPart(new SecretPart(DB, "user", false), "1")), served.find("me"));
        assertEquals(List.of(), served.find("5432"));
        vault.put("vault/db", "{\"user\":\"you\",\"password\":\"new\"}", "2");
        time.advance(TTL);
        assertEquals(
                List.of(new VersionedText("new", "2"), new VersionedText("you", "2")),
                served.read(List.of(new SecretPart(DB, "password", false), new SecretPart(DB, "user", false))));
        assertEquals("1", served.find("secret").get(0).version());
        vault.put("vault/db", "no JSON", "3");
        time.advance(TTL);
        assertNull(served.read(List.of(new SecretPart(DB, "user", false))));
        Reference.reachabilityFence(List.of(user, password));
    }

    @Test
    void base64IsKnownAsTheApplicationSeesIt() {
        vault.put("vault/db", "c2VjcmV0", "1");
        LiveValue value = live("$<kv:vault/db?as=base64-decode>");
        assertEquals(List.of(new ServedPart(new SecretPart(DB, null, true), "1")), served.find("secret"));
        Reference.reachabilityFence(value);
    }

    @Test
    void aRevokedSecretHasNoTextButIsRecognised() {
        vault.put("vault/db", "first", "1");
        LiveValue value = live("$<kv:vault/db>");
        vault.fail("vault/db", Failure.Kind.DISABLED);
        time.advance(TTL);
        assertNull(served.read(List.of(SecretPart.of(DB))));
        assertEquals("1", served.find("first").get(0).version());
        Reference.reachabilityFence(value);
    }

    @Test
    void refreshTellsWhetherTheVersionChanged() {
        vault.put("vault/db", "first", "1");
        LiveValue value = live("$<kv:vault/db>");
        time.advance(Duration.ofSeconds(2));
        assertFalse(served.refresh(DB, Duration.ofSeconds(5)));
        vault.put("vault/db", "second", "2");
        assertTrue(served.refresh(DB, Duration.ofSeconds(5)));
        assertEquals("second", served.read(List.of(SecretPart.of(DB))).get(0).text());
        Reference.reachabilityFence(value);
    }

    @Test
    void aTextIsRecognisedWhenItsReaderIsGone() {
        vault.put("vault/db", "first", "1");
        WeakReference<LiveValue> reader = new WeakReference<>(live("$<kv:vault/db>"));
        collect(reader);
        time.advance(Duration.ofHours(1));
        assertEquals("1", served.find("first").get(0).version());
        vault.put("vault/db", "second", "2");
        assertTrue(served.refresh(DB, Duration.ofSeconds(5)));
        assertEquals("second", served.read(List.of(SecretPart.of(DB))).get(0).text());
        assertEquals("1", served.find("first").get(0).version());
    }

    @Test
    void aHolderKeepsItsSecretFresh() {
        vault.put("vault/db", "first", "1");
        WeakReference<LiveValue> reader = new WeakReference<>(live("$<kv:vault/db>"));
        Object account = new Object();
        served.keep(DB, account);
        collect(reader);
        vault.put("vault/db", "second", "2");
        time.advance(TTL);
        assertEquals("second", served.read(List.of(SecretPart.of(DB))).get(0).text());
        Reference.reachabilityFence(account);
    }

    /** Equal texts may come from anybody; the object is the application's. */
    @Test
    void oneObjectForEachVersionAndItIsToldFromAnEqualText() {
        vault.put("vault/db", "{\"password\":\"first-text\"}", "1");
        LiveValue one = live("$<kv:vault/db#password>");
        LiveValue other = live("$<kv:vault/db#password>");
        LiveValue url = live("jdbc:x://h/?p=$<kv:vault/db#password>");
        SecretPart part = new SecretPart(DB, "password", false);
        String first = one.current();
        String firstUrl = url.current();
        assertSame(first, other.current());
        assertTrue(served.isHandedOut(part, first));
        assertTrue(served.isHandedOut(part, firstUrl));
        assertFalse(served.isHandedOut(part, new String(first.toCharArray())));
        assertFalse(served.isHandedOut(part, new String(firstUrl.toCharArray())));
        assertFalse(served.isHandedOut(SecretPart.of(new SecretRef("kv", "vault", "other", null)), first));
        vault.put("vault/db", "{\"password\":\"second-text\"}", "2");
        time.advance(TTL);
        assertEquals("1", served.find("first-text").get(0).version());
        assertSame(one.current(), other.current());
        assertTrue(served.isHandedOut(part, one.current()));
        assertTrue(served.isHandedOut(part, first), "a pool holds it still");
        assertTrue(served.isHandedOut(part, firstUrl));
        assertEquals(Set.of("jdbc:x://h/?p=$<kv:vault/db#password>"), served.templates(part));
        Reference.reachabilityFence(List.of(one, other, url));
    }

    @Test
    void aFormerTextIsNotHeld() {
        vault.put("vault/db", "{\"password\":\"first-text\"}", "1");
        LiveValue value = live("$<kv:vault/db#password>");
        WeakReference<String> first = new WeakReference<>(value.current());
        assertEquals(1, served.find("first-text").size());
        vault.put("vault/db", "{\"password\":\"second-text\"}", "2");
        time.advance(TTL);
        assertEquals("second-text", value.current());
        collect(first);
        assertEquals("1", served.find("first-text").get(0).version(), "and is recognised");
    }

    @Test
    void theSameTextInTwoVersions() {
        vault.put("vault/db", "same-text", "1");
        LiveValue value = live("$<kv:vault/db>");
        String first = value.current();
        vault.put("vault/db", "same-text", "2");
        time.advance(TTL);
        assertEquals("2", served.find("same-text").get(0).version());
        assertSame(first, value.current());
        assertTrue(served.isHandedOut(SecretPart.of(DB), first));
        vault.put("vault/db", "another-text", "3");
        time.advance(TTL);
        assertEquals("2", served.find("same-text").get(0).version());
        assertEquals("3", served.find("another-text").get(0).version());
        assertTrue(served.isHandedOut(SecretPart.of(DB), first));
        Reference.reachabilityFence(value);
    }

    /** A login is one digest and one look-up. */
    @Test
    void aSearchCostsTheSameHoweverManySecretsThereAre() {
        long one = bytesOfASearch(1);
        long many = bytesOfASearch(1000);
        assertTrue(many <= one * 2, "bytes of garbage: " + one + " with one secret, " + many + " with a thousand");
    }

    private long bytesOfASearch(int secrets) {
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < secrets; i++) {
            vault.put("vault/s" + i, "{\"password\":\"text of " + i + "\"}", "1");
            values.add(resolver.bind("$<kv:vault/s" + i + "#password>", Origin.of("test")));
        }
        resolver.require(values);
        assertEquals(1, served.find("text of 0").size());
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            served.find("none of ours");
            served.find("text of 0");
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        Reference.reachabilityFence(values);
        return least;
    }

    /** What is known is bounded by what is alive, not by what there has ever been. */
    @Test
    void nothingIsKnownOfSecretsThatNobodyNamesAnyMore() {
        vault.put("vault/kept", "kept-text", "1");
        LiveValue kept = live("$<kv:vault/kept>");
        int most = 0;
        for (int batch = 0; batch < 20; batch++) {
            comeAndGo(batch * 100, 100);
            assertTrue(served.known() > 100 && served.recognisable() > 100, "a hundred secrets in use");
            forgets(1);
            most = Math.max(most, served.known());
        }
        assertEquals(
                1,
                served.known(),
                most + " at most, in use: " + resolver.status().size() + ", recognisable " + served.recognisable());
        assertEquals(1, served.recognisable());
        assertEquals(1, resolver.status().size());
        assertEquals("$<kv:vault/kept>", served.masked("kept-text"));
        assertEquals("text of 7", served.masked("text of 7"));
        Reference.reachabilityFence(kept);
    }

    private List<WeakReference<String>> comeAndGo(int from, int count) {
        List<WeakReference<String>> texts = new ArrayList<>();
        List<LiveValue> values = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            vault.put("vault/s" + i, "text of " + i, "1");
            values.add(resolver.bind("$<kv:vault/s" + i + ">", Origin.of("test " + i)));
            values.add(resolver.bind("jdbc:x://h/?p=$<kv:vault/s" + i + ">", Origin.of("url " + i)));
        }
        resolver.require(values);
        for (int i = from; i < from + count; i++) {
            assertEquals(1, served.find("text of " + i).size());
            texts.add(new WeakReference<>(values.get((i - from) * 2).current()));
            values.get((i - from) * 2 + 1).current();
            // The vault of this test would hold the text.
            vault.fail("vault/s" + i, Failure.Kind.MISSING);
        }
        return texts;
    }

    /** Collects, and lets a ttl pass, until so many are left. */
    private void forgets(int left) {
        for (int i = 0; i < 100 && served.known() > left; i++) {
            System.gc();
            time.advance(TTL);
            resolver.status();
            served.find("nothing");
        }
    }

    /** A pool holds the password it was given, and nobody the secret that it stood in. */
    @Test
    void aTextThatSomebodyHoldsIsRecognisedAndNothingElseOfTheSecretIsKept() {
        vault.put("vault/db", "{\"password\":\"held-text\",\"other\":\"x\"}", "1");
        WeakReference<LiveValue> reader = new WeakReference<>(live("$<kv:vault/db#password>"));
        String held = reader.get().current();
        vault.put("vault/db", "{\"password\":\"next-text\"}", "2");
        collect(reader);
        SecretPart part = new SecretPart(DB, "password", false);
        // The JVM tells of a collected reader a moment after it is gone.
        for (int i = 0; i < 100 && served.read(List.of(part)) != null; i++) {
            System.gc();
            time.advance(Duration.ofHours(1));
            resolver.status();
        }
        assertNull(served.read(List.of(part)), "nothing in clear");
        assertEquals(List.of(new ServedPart(part, "1")), served.find("held-text"));
        assertTrue(served.isHandedOut(part, held));
        assertTrue(served.refresh(DB, Duration.ofSeconds(5)));
        assertEquals("next-text", served.read(List.of(part)).get(0).text());
        assertEquals(List.of(new ServedPart(part, "1")), served.find("held-text"));
        Reference.reachabilityFence(held);
    }

    @Test
    void aTextThatIsCollectedLaterIsForgottenThoughNothingElseHappens() {
        vault.put("vault/db", "text of " + served.known(), "1");
        WeakReference<LiveValue> reader = new WeakReference<>(live("$<kv:vault/db>"));
        String[] held = {reader.get().current()};
        // The vault of this test would hold the text.
        vault.put("vault/db", "another", "2");
        collect(reader);
        for (int i = 0; i < 100 && served.read(List.of(SecretPart.of(DB))) != null; i++) {
            System.gc();
            time.advance(TTL);
            resolver.status();
        }
        assertNull(served.read(List.of(SecretPart.of(DB))), "nobody names it");
        assertEquals(1, served.find(held[0]).size());
        held[0] = null;
        for (int i = 0; i < 100 && served.recognisable() > 0; i++) {
            System.gc();
            time.advance(Duration.ofSeconds(30));
        }
        assertEquals(0, served.recognisable());
        assertEquals(0, served.known());
    }

    /** Its readers go as others' do, though it is never fetched again. */
    @Test
    void aPinnedVersionIsForgottenToo() {
        String version = "0123456789abcdef0123456789abcdef";
        vault.put("vault/db/" + version, "pinned " + version, version);
        WeakReference<LiveValue> reader = new WeakReference<>(live("$<kv:vault/db/" + version + ">"));
        vault.fail("vault/db/" + version, Failure.Kind.MISSING);
        collect(reader);
        forgets(0);
        assertEquals(0, served.known());
        assertEquals(0, resolver.status().size());
    }

    @Test
    void aSecretThatIsNamedAgainIsKnownAgain() {
        comeAndGo(0, 10);
        forgets(0);
        assertEquals(0, served.known());
        vault.put("vault/s3", "back again", "3");
        LiveValue value = live("$<kv:vault/s3>");
        assertEquals("3", served.find("back again").get(0).version());
        Reference.reachabilityFence(value);
    }

    private void collect(WeakReference<?> gone) {
        for (int i = 0; i < 100 && gone.get() != null; i++) {
            System.gc();
        }
        assertNull(gone.get());
    }
}
