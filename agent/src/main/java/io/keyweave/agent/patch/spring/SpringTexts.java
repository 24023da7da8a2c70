package io.keyweave.agent.patch.spring;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.DeferredStartup;
import io.keyweave.core.CachingResolver;
import io.keyweave.placeholder.PlaceholderParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts read from one trusted place, to be marked together: their secrets are fetched in parallel and everything wrong is told at
 * once. Belongs to one thread.
 */
final class SpringTexts {

    private final CachingResolver resolver = Agent.running().resolver();
    private final List<LiveValue> needed = new ArrayList<>();
    private final ProblemReport report = new ProblemReport();

    static boolean mayHold(@Nullable Object value) {
        return value instanceof CharSequence text && PlaceholderParser.mayHold(text.toString());
    }

    /** The text with markers; problems are kept for {@link #require}. */
    String mark(String text, Origin origin, String key) {
        return mark(text, origin, key, needed);
    }

    /** The same for a text whose secrets are needed only when its document is active. */
    String markConditionally(String text, Origin origin, String key) {
        return mark(text, origin, key, ConditionalSecrets.waiting());
    }

    private String mark(String text, Origin origin, String key, Collection<LiveValue> values) {
        try {
            String marked = SpringMarkers.OF_JVM.mark(resolver, text, origin, key, values);
            resolver.lookForNearMiss(text, origin);
            return marked;
        } catch (SecretException malformed) {
            report.add(malformed);
            return text;
        }
    }

    /**
     * Fetches what the texts need; while the application's start and fetching overlap, only begins to.
     *
     * @throws SecretException with the report of all problems
     */
    void require() {
        require(resolver, needed, report);
    }

    /** The same for values that have waited. */
    static void require(List<LiveValue> values) {
        require(Agent.running().resolver(), values, new ProblemReport());
    }

    /** The same with what is wrong already. */
    static void require(CachingResolver resolver, List<LiveValue> needed, ProblemReport report) {
        DeferredStartup overlap = Agent.running().overlap();
        if (overlap != null && report.isEmpty() && overlap.fetch(resolver, needed)) {
            return;
        }
        report.add(resolver.check(needed));
        if (!report.isEmpty()) {
            throw report.exception();
        }
    }
}
