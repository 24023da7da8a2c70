package io.keyweave.agent.document;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.agent.runtime.Agent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secrets that one document names: fetched together, and everything wrong with them is told at once. Thread-safe. */
final class DocumentSecrets {

    private final String place;
    private final @Nullable String copiedBy;
    private final String text;
    private final List<LiveValue> needed = new ArrayList<>();
    private final Set<LiveValue> there = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ProblemReport malformed = new ProblemReport();

    /** @param live whether the library asks again at each read, so that it has no copy */
    DocumentSecrets(String text, String place, ParserLibrary library, boolean live) {
        this.text = text;
        this.place = place;
        this.copiedBy = live ? null : CopyingFramework.behind(library);
    }

    Origin origin(Piece piece) {
        int line = 1;
        for (int at = text.indexOf('\n'); at >= 0 && at < piece.from(); at = text.indexOf('\n', at + 1)) {
            line++;
        }
        return copiedBy == null ? Origin.fileLine(place, line) : Origin.copied(place + ": " + line, copiedBy);
    }

    /** Null for what is not a placeholder of ours. What is malformed is told by the next {@link #require}. */
    @Nullable
    LiveValue bind(Piece piece) {
        return Agent.running().resolver().bind(piece.text(), origin(piece), malformed);
    }

    /** Adds one that the document needs as a whole. */
    synchronized void need(LiveValue value) {
        needed.add(value);
    }

    /**
     * Fetches what is needed and has not been asked for.
     *
     * @throws SecretException with the report of all problems
     */
    synchronized void require() {
        List<LiveValue> missing = new ArrayList<>(needed);
        missing.removeIf(there::contains);
        ProblemReport report = new ProblemReport();
        report.add(malformed);
        report.add(Agent.running().resolver().check(missing));
        if (!report.isEmpty()) {
            throw report.exception();
        }
        there.addAll(missing);
    }

    /** The same with one more that may stand where the document does not need it: in a comment, or in a profile that is not in use. */
    synchronized void require(LiveValue value) {
        if (!there.contains(value)) {
            needed.add(value);
            require();
        }
    }
}
