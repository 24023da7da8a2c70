package io.keyweave;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects everything that is wrong and tells it once, for somebody who was woken up by it: what failed for one reason is one
 * paragraph with the cause, what to do, and the list of secrets with the places that name them. Not thread-safe.
 */
public final class ProblemReport {

    /** One paragraph. */
    private static final class Reason {
        final Failure first;
        final Map<String, List<String>> origins = new LinkedHashMap<>();

        Reason(Failure first) {
            this.first = first;
        }
    }

    private final Map<String, Reason> reasons = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    /** For each failure, where known. */
    private final List<@Nullable Origin> places = new ArrayList<>();

    /** Adds a secret that one place cannot have. */
    public ProblemReport add(Failure failure, @Nullable Origin origin) {
        failures.add(failure);
        places.add(origin);
        SecretRef ref = failure.ref();
        Reason reason = reasons.computeIfAbsent(keyOf(failure), key -> new Reason(failure));
        List<String> origins =
                reason.origins.computeIfAbsent(ref == null ? "" : ref.toString(), key -> new ArrayList<>());
        if (origin != null && !origins.contains(origin.toString())) {
            origins.add(origin.toString());
        }
        return this;
    }

    /** Adds what another report holds, such as a placeholder that could not be parsed; its failures tell their origin themselves. */
    public ProblemReport add(SecretException exception) {
        for (Failure failure : exception.failures()) {
            add(failure, null);
        }
        return this;
    }

    /** Adds all of another report, each problem with its place. */
    public ProblemReport add(ProblemReport other) {
        for (int i = 0; i < other.failures.size(); i++) {
            add(other.failures.get(i), other.places.get(i));
        }
        return this;
    }

    public boolean isEmpty() {
        return failures.isEmpty();
    }

    /** How many places cannot have their secret. */
    public int size() {
        return places.size();
    }

    /** All of it as one exception; at least one problem was added. */
    public SecretException exception() {
        return new SecretException(text(), failures);
    }

    /** Two failures have one reason when they differ in nothing but the secret's name, the request and its time. */
    private static String keyOf(Failure failure) {
        SecretRef ref = failure.ref();
        String text = failure.kind() + "\n" + failure.status() + "\n" + failure.code() + "\n" + failure.identity()
                + "\n" + failure.cause() + "\n" + failure.remedy();
        return ref == null ? text : text.replace(ref.toString(), "*").replace(ref.name(), "*");
    }

    /** The paragraphs, without a headline. */
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append(size())
                .append(size() == 1 ? " placeholder cannot" : " placeholders cannot")
                .append(" be resolved");
        if (reasons.size() > 1) {
            out.append(", for ").append(reasons.size()).append(" reasons");
        }
        out.append(":\n");
        for (Reason reason : reasons.values()) {
            out.append("\n  ").append(reason.first.cause()).append('\n');
            out.append("  -> ").append(reason.first.remedy()).append('\n');
            String details = reason.first.details();
            if (!details.isEmpty()) {
                out.append("     (").append(details).append(")\n");
            }
            secrets(out, reason);
        }
        return out.toString();
    }

    private static void secrets(StringBuilder out, Reason reason) {
        int width = 0;
        for (String secret : reason.origins.keySet()) {
            width = Math.max(width, secret.length());
        }
        for (Map.Entry<String, List<String>> entry : reason.origins.entrySet()) {
            String secret = entry.getKey();
            if (secret.isEmpty()) {
                continue;
            }
            out.append("       ").append(secret).append(" ".repeat(width - secret.length()));
            out.append("  ").append(String.join(", ", entry.getValue())).append('\n');
        }
    }
}
