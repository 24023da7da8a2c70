package io.keyweave;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

    /** Knows the places, which a {@link Failure} does not. */
    private static final class Reported extends SecretException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable List<LogEvent.Cause> causes;

        Reported(String message, List<Failure> failures, List<LogEvent.Cause> causes) {
            super(message, failures);
            this.causes = causes;
        }

        List<LogEvent.Cause> causes() {
            return causes == null ? List.of() : causes;
        }

        /** As the class that the application knows. */
        @Override
        public String toString() {
            return SecretException.class.getName() + ": " + getMessage();
        }
    }

    /** One paragraph. */
    private static final class Paragraph {
        final Failure first;
        final Map<String, Set<String>> origins = new LinkedHashMap<>();

        /** What the cause says without the place, where it begins with one; and all such places. */
        final @Nullable String reason;

        final Set<String> malformed = new LinkedHashSet<>();

        Paragraph(Failure first, @Nullable String reason) {
            this.first = first;
            this.reason = reason;
        }

        String cause() {
            if (reason == null || malformed.size() == 1) {
                return first.cause();
            }
            return Character.toUpperCase(reason.charAt(0)) + reason.substring(1);
        }
    }

    private final List<Paragraph> reasons = new ArrayList<>();

    /** By what two failures of one reason have in common literally. */
    private final Map<String, List<Paragraph>> byKey = new HashMap<>();

    private final List<Failure> failures = new ArrayList<>();
    /** For each failure, where known. */
    private final List<@Nullable Origin> places = new ArrayList<>();

    /** Adds a secret that one place cannot have. */
    public ProblemReport add(Failure failure, @Nullable Origin origin) {
        failures.add(failure);
        places.add(origin);
        SecretRef ref = failure.ref();
        Paragraph reason = reasonOf(failure);
        Set<String> origins =
                reason.origins.computeIfAbsent(ref == null ? "" : ref.toString(), key -> new LinkedHashSet<>());
        if (origin != null) {
            origins.add(origin.toString());
        }
        return this;
    }

    /** Adds what another report holds, such as a placeholder that could not be parsed; its failures tell their origin themselves. */
    public ProblemReport add(SecretException exception) {
        if (exception instanceof MalformedException malformed) {
            return add(malformed);
        }
        for (Failure failure : exception.failures()) {
            add(failure, null);
        }
        return this;
    }

    private ProblemReport add(MalformedException malformed) {
        Failure failure = malformed.failures().get(0);
        failures.add(failure);
        places.add(null);
        reasonOf(malformed.reason(), failure).malformed.add(malformed.place());
        return this;
    }

    /** Adds all of another report, each problem with its place. */
    public ProblemReport add(ProblemReport other) {
        failures.addAll(other.failures);
        places.addAll(other.places);
        for (Paragraph theirs : other.reasons) {
            Paragraph ours = theirs.reason == null ? reasonOf(theirs.first) : reasonOf(theirs.reason, theirs.first);
            ours.malformed.addAll(theirs.malformed);
            theirs.origins.forEach((secret, origins) -> ours.origins
                    .computeIfAbsent(secret, s -> new LinkedHashSet<>())
                    .addAll(origins));
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
        return new Reported(text(), failures, causes());
    }

    private Paragraph reasonOf(String reason, Failure malformed) {
        List<Paragraph> same =
                byKey.computeIfAbsent("malformed\n" + reason + "\n" + malformed.remedy(), key -> new ArrayList<>(1));
        if (same.isEmpty()) {
            same.add(new Paragraph(malformed, reason));
            reasons.add(same.get(0));
        }
        return same.get(0);
    }

    private Paragraph reasonOf(Failure failure) {
        SecretRef ref = failure.ref();
        String key = failure.kind() + "\n" + failure.status() + "\n" + failure.code() + "\n" + failure.identity() + "\n"
                + (ref == null ? failure.cause() : ref.scheme() + ":" + ref.container());
        List<Paragraph> candidates = byKey.computeIfAbsent(key, k -> new ArrayList<>(1));
        // What is told of the rest is only how many they are.
        for (Paragraph candidate : candidates.subList(0, Math.min(candidates.size(), MOST_REASONS))) {
            if (SameReason.of(candidate.first, failure)) {
                return candidate;
            }
        }
        Paragraph added = new Paragraph(failure, null);
        candidates.add(added);
        reasons.add(added);
        return added;
    }

    /** The paragraphs for a program, each with all its secrets and, where it is a report's exception, all its places. */
    public static List<LogEvent.Cause> causes(SecretException exception) {
        return exception instanceof Reported reported
                ? reported.causes()
                : new ProblemReport().add(exception).causes();
    }

    private List<LogEvent.Cause> causes() {
        List<LogEvent.Cause> causes = new ArrayList<>(reasons.size());
        for (Paragraph reason : reasons) {
            Set<String> secrets = new LinkedHashSet<>(reason.origins.keySet());
            secrets.remove("");
            Set<String> origins = new LinkedHashSet<>(reason.malformed);
            reason.origins.values().forEach(origins::addAll);
            causes.add(new LogEvent.Cause(reason.first, reason.cause(), List.copyOf(secrets), List.copyOf(origins)));
        }
        return causes;
    }

    /** The paragraphs, without a headline; of long lists the beginning. */
    public String text() {
        return text(false);
    }

    /** @param all whether to list everything, however much it is */
    public String text(boolean all) {
        return new Text(all).of(this);
    }

    /** The report as it is written. */
    private static final class Text {
        private final StringBuilder out = new StringBuilder();
        private final boolean all;
        private boolean shortened;

        Text(boolean all) {
            this.all = all;
        }

        String of(ProblemReport report) {
            int size = report.size();
            out.append(size)
                    .append(size == 1 ? " placeholder cannot" : " placeholders cannot")
                    .append(" be resolved");
            if (report.reasons.size() > 1) {
                out.append(", for ").append(report.reasons.size()).append(" reasons");
            }
            out.append(":\n");
            int shown = 0;
            for (Paragraph reason : report.reasons) {
                if (full(shown, MOST_REASONS)) {
                    out.append("\n  and ").append(report.reasons.size() - shown).append(" reasons more\n");
                    break;
                }
                shown++;
                paragraph(reason);
            }
            if (shortened) {
                out.append("\n  java -jar keyweave-agent.jar check --all shows all of them.\n");
            }
            return out.toString();
        }

        private boolean full(int shown, int most) {
            boolean full = !all && shown == most;
            shortened |= full;
            return full;
        }

        private void paragraph(Paragraph reason) {
            out.append("\n  ").append(reason.cause()).append('\n');
            out.append("  -> ").append(reason.first.remedy()).append('\n');
            String details = reason.first.detailsOfAll();
            if (!details.isEmpty()) {
                out.append("     (").append(details).append(")\n");
            }
            if (reason.malformed.size() > 1) {
                out.append("       ").append(places(reason.malformed)).append('\n');
            }
            secrets(reason);
        }

        private String places(Collection<String> origins) {
            List<String> names = new ArrayList<>(origins);
            int rest = names.size() - MOST_PLACES;
            if (rest <= 0 || all) {
                return String.join(", ", names);
            }
            shortened = true;
            return String.join(", ", names.subList(0, MOST_PLACES)) + " and " + rest + " more";
        }

        private void secrets(Paragraph reason) {
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
                if (full(shown, MOST_SECRETS)) {
                    out.append("       and ")
                            .append(reason.origins.size() - shown)
                            .append(" more\n");
                    break;
                }
                shown++;
                out.append("       ").append(secret).append(" ".repeat(width - secret.length()));
                out.append("  ").append(places(entry.getValue())).append('\n');
            }
        }
    }
}
