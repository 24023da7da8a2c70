package io.keyweave;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects everything that is wrong and tells it once, for somebody who was woken up by it: what failed for one reason is one
 * paragraph with the cause, what to do, and the list of secrets with the places that name them. Not thread-safe.
 */
public final class ProblemReport {

    // What is wrong a thousand times is understood from the first fifty.
    private static final int MOST_REASONS = 30;
    private static final int MOST_SECRETS = 50;
    private static final int MOST_PLACES = 20;

    /** One paragraph. */
    private static final class Paragraph {
        final Failure first;
        final Map<String, Set<String>> origins = new LinkedHashMap<>();

        Paragraph(Failure first) {
            this.first = first;
        }
    }

    private final Map<String, Paragraph> reasons = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    /** For each failure, where known. */
    private final List<@Nullable Origin> places = new ArrayList<>();

    /** Adds a secret that one place cannot have. */
    public ProblemReport add(Failure failure, @Nullable Origin origin) {
        failures.add(failure);
        places.add(origin);
        SecretRef ref = failure.ref();
        Paragraph reason = reasons.computeIfAbsent(keyOf(failure), key -> new Paragraph(failure));
        Set<String> origins =
                reason.origins.computeIfAbsent(ref == null ? "" : ref.toString(), key -> new LinkedHashSet<>());
        if (origin != null) {
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
        int shown = 0;
        for (Paragraph reason : reasons.values()) {
            if (shown == MOST_REASONS) {
                out.append("\n  and ").append(reasons.size() - shown).append(" reasons more\n");
                break;
            }
            shown++;
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

    private static String places(Collection<String> origins) {
        List<String> all = new ArrayList<>(origins);
        int rest = all.size() - MOST_PLACES;
        return rest <= 0
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, MOST_PLACES)) + " and " + rest + " more";
    }

    private static void secrets(StringBuilder out, Paragraph reason) {
        int width = 0;
        for (String secret : reason.origins.keySet()) {
            width = Math.max(width, secret.length());
        }
        int shown = 0;
        for (Map.Entry<String, Set<String>> entry : reason.origins.entrySet()) {
            String secret = entry.getKey();
            if (secret.isEmpty()) {
                continue;
            }
            if (shown == MOST_SECRETS) {
                out.append("       and ").append(reason.origins.size() - shown).append(" more\n");
                break;
            }
            shown++;
            out.append("       ").append(secret).append(" ".repeat(width - secret.length()));
            out.append("  ").append(places(entry.getValue())).append('\n');
        }
    }
}
