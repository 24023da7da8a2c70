package io.keyweave.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.FetchResult;
import io.keyweave.LiveValue;
import io.keyweave.Log;
import io.keyweave.Origin;
import io.keyweave.ProviderSetting;
import io.keyweave.ReferenceGrammar;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.core.SchemeSettings;
import io.keyweave.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What Keyweave relies on of every provider. The author of one extends this class and says where its service is; each test makes a provider of its
 * own. What a provider cannot do, such as a request for many, is skipped.
 */
public abstract class ConfigProviderContract {

    private static final Duration ENOUGH = Duration.ofSeconds(30);

    /** What a provider may need besides the time it was given: a busy machine is slow. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final int THREADS = 16;

    /** A provider as {@link java.util.ServiceLoader} makes it. */
    protected abstract ConfigProvider newProvider();

    /** Settings that lead to the service, by the names that a settings file has. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /** Environment variables that the provider reads. */
    protected Map<String, String> environment() {
        return Map.of();
    }

    /** The placeholder of a secret that exists. */
    protected abstract String existing();

    /** The value of that secret, of eight characters at least. */
    protected abstract String value();

    /** Gives that secret another value, as a rotation does. */
    protected abstract void change(String value) throws Exception;

    /** The placeholder of a secret that does not exist; of the same container as the one that does. */
    protected abstract String missing();

    /** Placeholders that the grammar is to refuse. */
    protected abstract List<String> malformed();

    /** Makes the service take requests and not answer until what is returned is closed; {@code null} when that cannot be tried. */
    protected @Nullable AutoCloseable silence() throws Exception {
        return null;
    }

    /** The page with the table of the provider's settings; {@code null} when it has none. */
    protected @Nullable Path settingsPage() {
        return null;
    }

    Duration margin() {
        return MARGIN;
    }

    private ConfigProvider configured() {
        ConfigProvider provider = newProvider();
        provider.configure(settingsOf(provider));
        return provider;
    }

    private SchemeSettings settingsOf(ConfigProvider provider) {
        return new SchemeSettings(Settings.of(settings(), environment()), provider, Log.NONE);
    }

    private SecretResolver resolver() {
        return SecretResolver.builder(Settings.of(settings(), environment()))
                .provider(newProvider())
                .log(Log.NONE)
                .open();
    }

    private SecretRef ref(String placeholder) {
        try (SecretResolver resolver = resolver()) {
            LiveValue value = resolver.bind(placeholder, Origin.of("the contract"));
            if (value == null) {
                throw new AssertionError(placeholder + " is not a placeholder of the provider's scheme");
            }
            assertEquals(1, value.references().size(), placeholder);
            return value.references().get(0);
        }
    }

    private static Failure failure(SecretException thrown) {
        assertEquals(1, thrown.failures().size(), "one failure, that of this secret");
        return thrown.failures().get(0);
    }

    private void holdsNoValue(String text) {
        assertFalse(text.contains(value()), "a text of the provider's shows a value");
    }

    private void isSaid(Failure failure) {
        for (String sentence : List.of(failure.cause(), failure.remedy())) {
            assertFalse(sentence.isBlank(), "cause and remedy are sentences");
            assertTrue(
                    ".!?".indexOf(sentence.charAt(sentence.length() - 1)) >= 0
                            || sentence.contains("`")
                            || sentence.contains(" -"),
                    () -> "a sentence ends with a full stop, unless it ends with a command: " + sentence);
            holdsNoValue(sentence);
        }
        holdsNoValue(failure.toString());
    }

    @Test
    void itsNamesAreConstantAndKnownWithoutSettings() {
        ConfigProvider provider = newProvider();
        assertTrue(provider.scheme().matches("[a-z0-9-]{1,16}"), provider.scheme());
        assertEquals(provider.scheme(), newProvider().scheme());
        Set<String> names = new HashSet<>();
        for (ProviderSetting setting : provider.settings()) {
            assertTrue(setting.name().matches("[a-z0-9-]+"), setting.name());
            assertTrue(names.add(setting.name()), setting.name());
            assertFalse(setting.meaning().isBlank(), setting.name());
        }
        provider.cost();
        provider.close();
    }

    @Test
    void theGrammarSaysHowAPlaceholderLooks() {
        ConfigProvider provider = newProvider();
        ReferenceGrammar grammar = provider.grammar(settingsOf(provider));
        assertTrue(grammar.form().contains("$<" + provider.scheme() + ":"), grammar.form());
        SecretRef example = ref(grammar.example());
        assertEquals(provider.scheme(), example.scheme());
        assertEquals(example, ref(grammar.example()));
        assertEquals(grammar.canonical(example), grammar.canonical(grammar.canonical(example)));
        assertFalse(provider.service(example).isBlank());
        assertTrue(provider.batchSize(example) >= 1);
    }

    @Test
    void whatIsMalformedIsToldWithItsPlace() {
        try (SecretResolver resolver = resolver()) {
            for (String text : malformed()) {
                SecretException thrown =
                        assertThrows(SecretException.class, () -> resolver.bind(text, Origin.of("the contract")), text);
                assertEquals(Failure.Kind.MALFORMED, failure(thrown).kind(), text);
                String message = String.valueOf(thrown.getMessage());
                assertTrue(message.startsWith("the contract, column "), message);
            }
        }
    }

    @Test
    void aSecretIsReadWithItsOptions() {
        try (SecretResolver resolver = resolver()) {
            Origin origin = Origin.of("the contract");
            assertEquals(value(), resolver.resolve(existing(), origin));
            String inside = existing().substring(0, existing().length() - 1);
            char next = inside.indexOf('?') < 0 ? '?' : '&';
            assertEquals("<" + value() + ">", resolver.resolve("<" + inside + next + "ttl=1h>>", origin));
            assertEquals("other", resolver.resolve(missing().replaceFirst(">$", "?default=other>"), origin));
        }
    }

    @Test
    void anotherValueHasAnotherVersion() throws Exception {
        SecretRef ref = ref(existing());
        try (ConfigProvider provider = configured()) {
            Secret before = provider.fetch(ref, ENOUGH);
            assertEquals(value(), before.value());
            assertEquals(
                    before.version(), provider.fetch(ref, ENOUGH).version(), "the same value has the same version");
            holdsNoValue(before.version());
            holdsNoValue(before.toString());
            String next = "next-of-the-contract";
            change(next);
            Secret after = provider.fetch(ref, ENOUGH);
            assertEquals(next, after.value());
            assertNotEquals(before.version(), after.version());
            assertFalse(after.version().contains(next));
            Secret previous = provider.previous(ref, after.version(), ENOUGH);
            assertTrue(previous == null || previous.value().equals(before.value()), "the version before");
            assertTrue(previous == null || previous.version().equals(before.version()), "the version before");
        }
    }

    @Test
    void whatDoesNotExistIsMissing() {
        SecretRef ref = ref(missing());
        try (ConfigProvider provider = configured()) {
            Failure failure = failure(assertThrows(SecretException.class, () -> provider.fetch(ref, ENOUGH)));
            assertEquals(Failure.Kind.MISSING, failure.kind());
            assertEquals(ref, failure.ref());
            isSaid(failure);
        }
    }

    @Test
    void manyThreadsAskAtOnce() throws Exception {
        SecretRef there = ref(existing());
        SecretRef nowhere = ref(missing());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ConfigProvider provider = configured()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 4 * THREADS; i++) {
                boolean exists = i % 4 != 0;
                answers.add(threads.submit(() -> {
                    try {
                        return provider.fetch(exists ? there : nowhere, ENOUGH).value();
                    } catch (SecretException e) {
                        return failure(e).kind().name();
                    }
                }));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertEquals(i % 4 != 0 ? value() : "MISSING", answers.get(i).get(2, TimeUnit.MINUTES));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneRequestForManyHasAnOutcomeForEach() {
        SecretRef there = ref(existing());
        SecretRef nowhere = ref(missing());
        try (ConfigProvider provider = configured()) {
            assumeTrue(
                    provider.batchSize(there) > 1 && there.container().equals(nowhere.container()),
                    "it asks for each alone");
            Map<SecretRef, FetchResult> results = provider.fetchAll(List.of(there, nowhere), ENOUGH);
            assertTrue(Set.of(there, nowhere).containsAll(results.keySet()), "only what was asked for");
            FetchResult one = results.get(there);
            if (one != null) {
                assertNull(one.failure());
                assertEquals(value(), one.secret() == null ? null : one.secret().value());
                assertEquals(
                        provider.fetch(there, ENOUGH).version(),
                        one.secret() == null ? null : one.secret().version(),
                        "the version does not depend on how it was asked for");
                holdsNoValue(one.toString());
            }
            FetchResult other = results.get(nowhere);
            if (other != null && other.failure() != null) {
                assertEquals(Failure.Kind.MISSING, other.failure().kind());
                isSaid(other.failure());
            }
        }
    }

    @Test
    void aServiceThatDoesNotAnswerCostsTheTimeThatWasGiven() throws Exception {
        SecretRef ref = ref(existing());
        try (ConfigProvider provider = configured();
                AutoCloseable silent = silence()) {
            assumeTrue(silent != null, "nobody said how to make the service silent");
            Failure failure = assertTimeoutPreemptively(
                    SHORT.plus(margin()),
                    () -> failure(assertThrows(SecretException.class, () -> provider.fetch(ref, SHORT))));
            assertEquals(Failure.Kind.UNREACHABLE, failure.kind());
            isSaid(failure);
        }
    }

    /** However little it is, the answer is a secret or a failure, and comes in time. */
    @Test
    void hardlyAnyTime() {
        SecretRef ref = ref(existing());
        try (ConfigProvider provider = configured()) {
            assertTimeoutPreemptively(margin(), () -> {
                try {
                    assertEquals(
                            value(), provider.fetch(ref, Duration.ofMillis(1)).value());
                } catch (SecretException e) {
                    isSaid(failure(e));
                }
            });
        }
    }

    @Test
    void itsThreadsAreDaemonsAndClosingTwiceIsFine() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ConfigProvider provider = configured();
        provider.fetch(ref(existing()), ENOUGH);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            assertTrue(before.contains(thread) || thread.isDaemon(), thread + " keeps the JVM from ending");
        }
        provider.close();
        provider.close();
        newProvider().close();
    }

    @Test
    void itsSettingsAreOnThePage() throws IOException {
        ConfigProvider provider = newProvider();
        Path page = settingsPage();
        if (page == null) {
            assertEquals(List.of(), provider.settings(), "a provider with settings names the page that lists them");
            return;
        }
        String text = Files.readString(page);
        StringBuilder absent = new StringBuilder();
        for (ProviderSetting setting : provider.settings()) {
            String row = row(provider.scheme(), setting);
            absent.append(text.contains(row) ? "" : "\n" + row);
        }
        assertEquals("", absent.toString(), "rows for the table of " + page);
    }

    private static String row(String scheme, ProviderSetting setting) {
        String key = scheme + "." + setting.name();
        String usual = setting.defaultText();
        String choices = setting.choices().isEmpty() ? "" : " One of `" + String.join("`, `", setting.choices()) + "`.";
        String items = setting.type() == ProviderSetting.ValueType.LIST ? " Items are separated by `;`." : "";
        return "| `" + key + "` | `KEYWEAVE_"
                + key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_') + "` | "
                + (usual == null ? "" : "`" + usual + "`") + " | " + setting.meaning() + choices + items + " |";
    }
}
