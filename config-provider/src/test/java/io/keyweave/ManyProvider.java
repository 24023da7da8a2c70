package io.keyweave;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code $<many:REGION/NAME?stage=S>}: three secrets a request, those with a stage alone. */
public final class ManyProvider implements ConfigProvider {
    /** What was asked for. */
    public final List<String> requests = new ArrayList<>();

    public boolean permitted = true;
    public Failure failing;

    @Override
    public String scheme() {
        return "many";
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings settings) {
        return new ReferenceGrammar() {
            @Override
            public String form() {
                return "A placeholder is $<many:region/name>";
            }

            @Override
            public String example() {
                return "$<many:region/name>";
            }

            @Override
            public Set<String> options() {
                return Set.of("stage");
            }

            @Override
            public SecretRef with(SecretRef ref, String option, String value, ReferenceReader in) {
                if (!value.equals("before")) {
                    throw in.malformed("there is no stage of that name", "Write ?stage=before");
                }
                return new SecretRef("many", ref.container(), ref.name(), null, value, ref.text() + "?stage=" + value);
            }

            @Override
            public SecretRef parse(ReferenceReader in) {
                String region = in.word(ReferenceReader.LETTERS, 20, "region");
                if (!in.take("/")) {
                    throw in.malformed("unexpected " + in.shown() + " behind the region", form());
                }
                return new SecretRef("many", region, in.word(ReferenceReader.DIGITS + "/:.@", 20, "name"), null);
            }
        };
    }

    @Override
    public Set<String> reservedNames(ProviderSettings settings) {
        return Set.of("MANY_KEY", "many.key");
    }

    @Override
    public List<ProviderSetting> settings() {
        return List.of(ProviderSetting.secret("token", "A token."));
    }

    @Override
    public RequestCost cost() {
        return new RequestCost(0.5, 2, 10, Duration.ofSeconds(1), "region", 3, 5, "https://example.com (2026)");
    }

    @Override
    public void configure(ProviderSettings settings) {}

    @Override
    public synchronized Secret fetch(SecretRef ref, Duration timeout) {
        requests.add(ref.toString());
        return Secret.of("value " + ref.name(), "2");
    }

    @Override
    public int batchSize(SecretRef ref) {
        return ref.stage() == null ? 3 : 1;
    }

    @Override
    public synchronized Map<SecretRef, FetchResult> fetchAll(Collection<SecretRef> refs, Duration timeout) {
        requests.add(refs.toString());
        if (failing != null) {
            throw new SecretException(failing);
        }
        Map<SecretRef, FetchResult> results = new LinkedHashMap<>();
        for (SecretRef ref : refs) {
            if (permitted) {
                results.put(
                        ref,
                        ref.name().equals("4")
                                ? FetchResult.of(Failure.local(Failure.Kind.MISSING, ref, "There is none.", "Make it."))
                                : FetchResult.of(Secret.of("value " + ref.name(), "2")));
            }
        }
        return results;
    }

    @Override
    public Secret previous(SecretRef ref, String version, Duration timeout) {
        requests.add("before " + version);
        return Secret.of("{\"p\":\"old\"}", "1");
    }

    @Override
    public void close() {}
}
