package io.keyweave.tck;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.FetchResult;
import io.keyweave.ProviderSetting;
import io.keyweave.ProviderSettings;
import io.keyweave.ReferenceGrammar;
import io.keyweave.ReferenceReader;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps the contract but for one defect. */
final class ProviderInMemory implements ConfigProvider {

    /** What authors get wrong, with the rule that says so. */
    enum Defect {
        SCHEME_IN_CAPITALS("itsNamesAreConstantAndKnownWithoutSettings"),
        SETTING_WITHOUT_MEANING("itsNamesAreConstantAndKnownWithoutSettings"),
        FORM_OF_ANOTHER_SCHEME("theGrammarSaysHowAPlaceholderLooks"),
        NO_NAME_OF_THE_SERVICE("theGrammarSaysHowAPlaceholderLooks"),
        TAKES_ANY_CHARACTER("whatIsMalformedIsToldWithItsPlace"),
        ANSWERS_WITH_ANOTHER_VALUE("aSecretIsReadWithItsOptions"),
        KEEPS_VALUES_ITSELF("anotherValueHasAnotherVersion"),
        ONE_VERSION_FOR_ALL("anotherValueHasAnotherVersion"),
        A_VERSION_FOR_EACH_ANSWER("anotherValueHasAnotherVersion"),
        VALUE_IN_THE_VERSION("anotherValueHasAnotherVersion"),
        CURRENT_FOR_PREVIOUS("anotherValueHasAnotherVersion"),
        OUTAGE_FOR_MISSING("whatDoesNotExistIsMissing"),
        FAILURE_OF_ANOTHER_SECRET("whatDoesNotExistIsMissing"),
        VALUE_IN_THE_FAILURE("whatDoesNotExistIsMissing"),
        NO_REMEDY("whatDoesNotExistIsMissing"),
        ONE_BUFFER_FOR_ALL_THREADS("manyThreadsAskAtOnce"),
        MANY_WITH_OTHER_VERSIONS("oneRequestForManyHasAnOutcomeForEach"),
        MANY_WITH_WHAT_NOBODY_ASKED_FOR("oneRequestForManyHasAnOutcomeForEach"),
        MISSING_FOR_SILENCE("aServiceThatDoesNotAnswerCostsTheTimeThatWasGiven"),
        TAKES_ALL_TIME("aServiceThatDoesNotAnswerCostsTheTimeThatWasGiven"),
        DEFECT_WHEN_SHORT_OF_TIME("hardlyAnyTime"),
        THREAD_THAT_KEEPS_THE_JVM("itsThreadsAreDaemonsAndClosingTwiceIsFine"),
        CLOSES_ONCE_ONLY("itsThreadsAreDaemonsAndClosingTwiceIsFine"),
        SETTING_NOT_ON_THE_PAGE("itsSettingsAreOnThePage");

        private final String rule;

        Defect(String rule) {
            this.rule = rule;
        }

        /** Name of the contract's test. */
        String rule() {
            return rule;
        }
    }

    /** What the providers of one contract ask. Thread-safe. */
    static final class Service {

        private final @Nullable Defect defect;
        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicInteger asking = new AtomicInteger();
        private volatile String value;
        private volatile @Nullable String before;
        private volatile int version = 1;
        private volatile @Nullable CountDownLatch silent;

        Service(@Nullable Defect defect, String value) {
            this.defect = defect;
            this.value = value;
        }

        @Nullable
        Defect defect() {
            return defect;
        }

        boolean has(Defect asked) {
            return defect == asked;
        }

        void change(String next) {
            before = value;
            value = next;
            version++;
        }

        AutoCloseable silence() {
            CountDownLatch until = new CountDownLatch(1);
            silent = until;
            return () -> {
                silent = null;
                until.countDown();
            };
        }
    }

    private final Service service;
    private @Nullable Secret kept;
    private boolean closed;

    ProviderInMemory(Service service) {
        this.service = service;
    }

    @Override
    public String scheme() {
        return service.has(Defect.SCHEME_IN_CAPITALS) ? "Memory" : "memory";
    }

    @Override
    public List<ProviderSetting> settings() {
        String meaning = service.has(Defect.SETTING_WITHOUT_MEANING) ? " " : "What it is called.";
        return List.of(ProviderSetting.text("name", meaning));
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings settings) {
        return new ReferenceGrammar() {
            @Override
            public String form() {
                return service.has(Defect.FORM_OF_ANOTHER_SCHEME)
                        ? "A placeholder is $<other:name>"
                        : "A placeholder is $<memory:name>, with #field and ?option behind it";
            }

            @Override
            public String example() {
                return "$<memory:there>";
            }

            @Override
            public SecretRef parse(ReferenceReader in) {
                String more = service.has(Defect.TAKES_ANY_CHARACTER) ? "WB " : "";
                return new SecretRef("memory", "all", in.word(ReferenceReader.LETTERS + more, 20, "name"), null);
            }
        };
    }

    @Override
    public void configure(ProviderSettings settings) {
        if (service.has(Defect.THREAD_THAT_KEEPS_THE_JVM)) {
            CountDownLatch until = new CountDownLatch(1);
            Thread thread = new Thread(() -> await(until, Duration.ofSeconds(5)), "of the provider");
            thread.setDaemon(false);
            thread.start();
        }
    }

    @Override
    public Secret fetch(SecretRef ref, Duration timeout) {
        CountDownLatch silent = service.silent;
        if (silent != null) {
            Duration time = service.has(Defect.TAKES_ALL_TIME) ? Duration.ofSeconds(60) : timeout;
            await(silent, time);
            throw failed(
                    service.has(Defect.MISSING_FOR_SILENCE) ? Failure.Kind.MISSING : Failure.Kind.UNREACHABLE, ref);
        }
        if (service.has(Defect.DEFECT_WHEN_SHORT_OF_TIME) && timeout.toMillis() <= 1) {
            throw new IllegalStateException("no time");
        }
        if (service.has(Defect.ONE_BUFFER_FOR_ALL_THREADS)) {
            alone();
        }
        if (!ref.name().equals("there")) {
            throw failed(
                    service.has(Defect.OUTAGE_FOR_MISSING) ? Failure.Kind.SERVICE_ERROR : Failure.Kind.MISSING, ref);
        }
        Secret secret =
                Secret.of(service.has(Defect.ANSWERS_WITH_ANOTHER_VALUE) ? "another-value" : service.value, version());
        if (service.has(Defect.KEEPS_VALUES_ITSELF)) {
            kept = kept == null ? secret : kept;
            return kept;
        }
        return secret;
    }

    /** Fails where two threads are in it at once, and gives a second one time to come. */
    private void alone() {
        if (service.asking.incrementAndGet() > 1) {
            throw new IllegalStateException("the buffer is in use");
        }
        await(new CountDownLatch(1), Duration.ofMillis(200));
        service.asking.decrementAndGet();
    }

    private String version() {
        if (service.has(Defect.ONE_VERSION_FOR_ALL)) {
            return "1";
        }
        if (service.has(Defect.A_VERSION_FOR_EACH_ANSWER)) {
            return "answer-" + service.answers.incrementAndGet();
        }
        return service.has(Defect.VALUE_IN_THE_VERSION) ? "v-" + service.value : "v" + service.version;
    }

    private SecretException failed(Failure.Kind kind, SecretRef ref) {
        return new SecretException(Failure.local(
                kind,
                service.has(Defect.FAILURE_OF_ANOTHER_SECRET) ? new SecretRef("memory", "all", "somewhere", null) : ref,
                service.has(Defect.VALUE_IN_THE_FAILURE)
                        ? "There is only " + service.value + "."
                        : "There is no such secret.",
                service.has(Defect.NO_REMEDY) ? "" : "Put it there."));
    }

    @Override
    public int batchSize(SecretRef ref) {
        return 10;
    }

    @Override
    public Map<SecretRef, FetchResult> fetchAll(Collection<SecretRef> refs, Duration timeout) {
        Map<SecretRef, FetchResult> results = new HashMap<>();
        for (SecretRef ref : refs) {
            if (ref.name().equals("there")) {
                String version = service.has(Defect.MANY_WITH_OTHER_VERSIONS) ? "of-many" : version();
                results.put(ref, FetchResult.of(Secret.of(service.value, version)));
            }
        }
        if (service.has(Defect.MANY_WITH_WHAT_NOBODY_ASKED_FOR)) {
            results.put(
                    new SecretRef("memory", "all", "more", null), FetchResult.of(Secret.of(service.value, version())));
        }
        return results;
    }

    @Override
    public @Nullable Secret previous(SecretRef ref, String version, Duration timeout) {
        String before = service.before;
        return before == null
                ? null
                : Secret.of(
                        service.has(Defect.CURRENT_FOR_PREVIOUS) ? service.value : before, "v" + (service.version - 1));
    }

    @Override
    public String service(SecretRef ref) {
        return service.has(Defect.NO_NAME_OF_THE_SERVICE) ? "" : "the memory";
    }

    @Override
    public void close() {
        if (closed && service.has(Defect.CLOSES_ONCE_ONLY)) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
    }

    private static void await(CountDownLatch latch, Duration longest) {
        try {
            if (latch.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
