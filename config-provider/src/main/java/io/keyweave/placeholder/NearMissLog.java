package io.keyweave.placeholder;

import io.keyweave.Log;
import io.keyweave.Origin;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells of near misses, each place once, and not of more than fifty. Thread-safe. */
public final class NearMissLog {

    private static final int MOST = 50;

    private final Set<String> schemes;
    private final Log log;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param schemes those that are known, also later */
    public NearMissLog(Set<String> schemes, Log log) {
        this.schemes = schemes;
        this.log = log;
    }

    /** Tells nothing again that another one has told. */
    public void continueAfter(NearMissLog earlier) {
        told.addAll(earlier.told);
    }

    /** A text without a placeholder. */
    public void look(String text, Origin origin) {
        if (!NearMiss.mayBe(text)) {
            return;
        }
        String meant = NearMiss.in(text, schemes);
        if (meant != null) {
            tell(Log.Level.WARN, origin, "this looks like a placeholder and is none: " + meant + ".");
        } else if (log.enabled(Log.Level.DEBUG)) {
            String unknown = NearMiss.unknownScheme(text, schemes);
            if (unknown != null) {
                tell(Log.Level.DEBUG, origin, "nothing resolves the scheme " + unknown + ": the text stays as it is.");
            }
        }
    }

    /** A text with placeholders or escapes, which may still not be what was meant. */
    public void look(Template template) {
        String text = template.text();
        int last = text.length() - 1;
        boolean quoted = last > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(0) == text.charAt(last)
                && template.references().size() == 1
                && text.charAt(1) == '$'
                && text.charAt(last - 1) == '>';
        if (quoted) {
            tell(
                    Log.Level.WARN,
                    template.origin(),
                    "the quotes around the placeholder are part of the value. Remove them unless that is meant.");
        } else if (template.references().isEmpty()
                && template.origin().description().startsWith("env ")) {
            tell(
                    Log.Level.WARN,
                    template.origin(),
                    "$$< is the escape for a literal $<, so nothing is resolved. If the $ was doubled for Compose or Kubernetes,"
                            + " which take that away in some places only, write one.");
        }
    }

    private void tell(Log.Level level, Origin origin, @Nullable String message) {
        if (told.size() < MOST && told.add(origin.toString())) {
            log.log(level, origin + ": " + message);
        }
    }
}
