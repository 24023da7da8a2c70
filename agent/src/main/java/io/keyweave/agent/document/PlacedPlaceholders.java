package io.keyweave.agent.document;

import io.keyweave.SecretException;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.trust.Verdict;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The placeholders of one document, judged by where that is from. Few JVMs that have none load this class. */
final class PlacedPlaceholders {

    private PlacedPlaceholders() {}

    /** A stream or a file of which nothing is told where it is not trusted. */
    private record JudgedDocument(Object source) implements DocumentNearMisses.ReadDocument {

        @Override
        public boolean trusted() {
            StreamOrigin origin = origin();
            return origin != null && Agent.running().trust().trusts(origin);
        }

        @Override
        public String place() {
            StreamOrigin origin = origin();
            return origin == null ? source.getClass().getName() : origin.place();
        }

        private @Nullable StreamOrigin origin() {
            return source instanceof StreamOrigin file
                    ? file
                    : Agent.running().trust().originOf(source);
        }
    }

    /**
     * The text with the placeholders rewritten; null when it may stay as it is.
     *
     * @throws IOException with the report, when one is not available or cannot be dealt with
     */
    static @Nullable String rewritten(String text, Object source, DocumentFormat format, ParserLibrary library)
            throws IOException {
        DocumentNearMisses.tell(text, format, new JudgedDocument(source));
        List<Piece> pieces = Piece.in(text, format);
        if (pieces.isEmpty()) {
            return null;
        }
        String place = source.getClass().getName();
        try {
            Verdict verdict = source instanceof StreamOrigin file
                    ? Agent.running().trust().judge(file, file, library.packages())
                    : Agent.running().trust().judge(source, library.packages());
            place = verdict.place();
            return verdict.trusted() ? ReadScope.rewritten(text, pieces, format, place, library) : null;
        } catch (SecretException refused) {
            throw Refusals.remember(new IOException(Refusals.report(refused)), refused);
        } catch (RuntimeException | LinkageError accident) {
            throw new IOException(Refusals.broken(accident, place));
        }
    }
}
