package io.keyweave.placeholder;

import io.keyweave.EventLog;
import io.keyweave.Log;
import io.keyweave.LogEvent;
import io.keyweave.MessageCode;
import io.keyweave.Origin;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells of near misses, each place once, and not of more than fifty. Thread-safe. */
public final class NearMissLog {

    private static final int MOST = 50;

    private final Set<String> schemes;
    private final EventLog log;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param schemes those that are known, also later */
    public NearMissLog(Set<String> schemes, EventLog log) {
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
            tell(PlaceholderMessages.NEAR_MISS, origin, "meant", meant);
        } else if (log.enabled(Log.Level.DEBUG)) {
            String unknown = NearMiss.unknownScheme(text, schemes);
            if (unknown != null) {
                tell(PlaceholderMessages.UNKNOWN_SCHEME, origin, "scheme", unknown);
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
            tell(PlaceholderMessages.QUOTES, template.origin(), "", null);
        } else if (template.references().isEmpty()
                && template.origin().description().startsWith("env ")) {
            tell(PlaceholderMessages.ESCAPED, template.origin(), "", null);
        }
    }

    private void tell(MessageCode kind, Origin origin, String name, @Nullable String fact) {
        if (told.size() < MOST && told.add(origin.toString())) {
            log.write(LogEvent.of(kind).with("origin", origin).with(name, fact));
        }
    }
}
