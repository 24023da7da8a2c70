package io.keyweave.agent.cli;

import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.StderrLog;
import io.keyweave.agent.startup.ReservedNames;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.placeholder.NearMiss;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code check}: what would happen at a start, without starting anything. The same parser, store, provider and report as in the
 * agent; what it adds is finding the texts and printing what was found. Reads secrets, prints none.
 */
final class Check {

    /** {@code EX_NOINPUT}. */
    private static final int NO_INPUT = 66;

    private final Settings settings;
    private final CachingResolver resolver;
    private final List<CheckedSecret> rows = new ArrayList<>();
    private final List<LiveValue> values = new ArrayList<>();
    private final List<Placeholder> placeholders = new ArrayList<>();
    private final ProblemReport report = new ProblemReport();
    private boolean text;

    /** One placeholder of a text, by itself: another one may ask for another field of the same secret. */
    private record Placeholder(Reference reference, Template template, LiveValue value, Resolution resolution) {}

    private Check(Settings settings, CachingResolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
    }

    static int main(List<String> arguments) {
        CheckCall call;
        CheckedTexts texts;
        Map<String, String> environment = System.getenv();
        Map<String, String> properties;
        Settings settings;
        try {
            call = call(arguments);
            properties = properties(call.properties());
            settings = Settings.read(arguments(call, environment), properties, environment);
            texts = new CheckedTexts(settings);
            texts.collect(call, properties, environment);
        } catch (IllegalArgumentException e) {
            System.err.println("keyweave: " + e.getMessage());
            return Command.USAGE;
        } catch (IOException e) {
            System.err.println("keyweave: " + e.getMessage());
            return NO_INPUT;
        }
        try (CachingResolver resolver = new ResolverBuilder(settings)
                .onlyLooks()
                .log(StderrLog.of(settings))
                .open()) {
            CheckAnswer answer = new Check(settings, resolver).answer(texts, call.all());
            System.out.print(call.json() ? answer.json() : answer.table(call.all()));
            return answer.exitCode();
        } catch (SecretException e) {
            System.err.println("keyweave: " + e.getMessage());
            return e.exitCode();
        }
    }

    private static CheckCall call(List<String> arguments) {
        try {
            return CheckCall.of(arguments);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    /** Nothing is waited for: {@code startup-spread} is for fleets. */
    private static String arguments(CheckCall call, Map<String, String> environment) {
        String given = call.settings().isEmpty() ? AgentArguments.in(environment) : call.settings();
        return "startup-spread=0s" + (given.isEmpty() ? "" : "," + given);
    }

    private static Map<String, String> properties(Map<String, String> given) {
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            properties.put(name, System.getProperty(name, ""));
        }
        properties.putAll(given);
        return properties;
    }

    private CheckAnswer answer(CheckedTexts texts, boolean all) {
        for (PlacedText text : texts.found()) {
            bind(text);
        }
        Terminal.progress(values.isEmpty() ? "" : "fetching what " + values.size() + " texts need ...");
        report.add(resolver.check(values));
        Terminal.progress("");
        Instant now = Instant.now();
        Map<SecretRef, SecretStatus> states = new HashMap<>();
        resolver.status().forEach(status -> states.put(status.ref(), status));
        Map<SecretRef, Failure> failures = failures();
        boolean warn = "warn".equals(settings.text(Setting.ON_MISSING));
        for (Placeholder placeholder : placeholders) {
            rows.add(CheckedSecret.of(
                    placeholder.reference(),
                    placeholder.template().origin().toString(),
                    states.get(placeholder.reference().secret()),
                    failure(placeholder, states, failures),
                    warn,
                    placeholder.resolution(),
                    now));
        }
        resolver.expiries().forEach((what, ends) -> rows.add(CheckedSecret.ownEnd(what, ends, now)));
        int exitCode = text
                ? Failure.Kind.MALFORMED.exitCode()
                : report.isEmpty() ? 0 : report.exception().exitCode();
        return new CheckAnswer(rows, exitCode, report.isEmpty() ? "" : report.text(all), texts.limits(), now);
    }

    /** Why the placeholder is not available: its secret, or what it wants of a secret that is there. Fetches nothing again. */
    private @Nullable Failure failure(
            Placeholder placeholder, Map<SecretRef, SecretStatus> states, Map<SecretRef, Failure> failures) {
        SecretRef secret = placeholder.reference().secret();
        SecretStatus status = states.get(secret);
        if (status == null || status.version() == null) {
            return failures.get(secret);
        }
        ProblemReport own = resolver.check(List.of(placeholder.value()));
        return own.isEmpty() ? null : own.exception().failures().get(0);
    }

    private Map<SecretRef, Failure> failures() {
        Map<SecretRef, Failure> failures = new HashMap<>();
        if (!report.isEmpty()) {
            for (Failure failure : report.exception().failures()) {
                if (failure.ref() != null) {
                    failures.putIfAbsent(failure.ref(), failure);
                }
            }
        }
        return failures;
    }

    private void bind(PlacedText text) {
        String origin = text.origin().toString();
        Resolution resolution = text.resolution();
        try {
            Template template = resolver.parser().parse(text.text(), text.origin());
            if (template == null || template.references().isEmpty()) {
                if (template == null) {
                    nearMiss(text);
                }
                return;
            }
            if (resolution.text()) {
                for (Reference reference : template.references()) {
                    add(CheckedSecret.text(reference.toString(), origin, resolution));
                }
                return;
            }
            Failure needed = text.name() == null ? null : ReservedNames.neededToFetch(text.name(), text.origin());
            if (needed == null) {
                values.add(resolver.bind(template));
                for (Reference reference : template.references()) {
                    LiveValue alone = resolver.bind(CheckedTexts.alone(template, reference), template.origin());
                    placeholders.add(new Placeholder(reference, template, Objects.requireNonNull(alone), resolution));
                }
            } else {
                report.add(needed, text.origin());
                rows.add(CheckedSecret.malformed(needed, origin, resolution));
            }
        } catch (SecretException malformed) {
            if (resolution.text()) {
                add(CheckedSecret.text("?", origin, resolution));
                return;
            }
            report.add(malformed);
            malformed.failures().forEach(failure -> rows.add(CheckedSecret.malformed(failure, origin, resolution)));
        }
    }

    private void add(CheckedSecret row) {
        rows.add(row);
        text |= row.fatal();
    }

    private void nearMiss(PlacedText text) {
        String meant = NearMiss.in(text.text(), Set.of(PlaceholderParser.KEY_VAULT));
        if (meant != null) {
            boolean left = text.resolution().trusted() == Resolution.Trusted.LEFT_OUT;
            // Kafka's own form is resolved by the provider where a client is given it.
            add(CheckedSecret.nearMiss(
                    text.origin().toString(), meant, text.resolution(), !left && !meant.startsWith("${")));
        }
    }
}
