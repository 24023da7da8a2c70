package io.keyweave.agent.document;

import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.trust.StreamOrigin;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a library's loader parses, as its parser gets it: what a resource gives when it is opened a second time may be another thing. Only
 * looked for when a document holds what looks like a placeholder; it is parsed again then. Belongs to one thread.
 */
public final class ParsedStream {

    private static final ThreadLocal<@Nullable ParsedStream> CURRENT = new ThreadLocal<>();

    private @Nullable Object stream;
    private @Nullable StreamOrigin origin;

    private ParsedStream() {}

    /** Something that parses one stream. */
    public interface Parsing {
        @Nullable
        Object run() throws Throwable;
    }

    /** Parses and takes down what was parsed. */
    public static ParsedStream during(Parsing parsing) throws Throwable {
        ParsedStream parsed = new ParsedStream();
        CURRENT.set(parsed);
        try {
            parsing.run();
        } finally {
            CURRENT.remove();
        }
        return parsed;
    }

    /** What was parsed, closed by now; null when it was not seen. */
    public @Nullable Object stream() {
        return stream;
    }

    /** Where it came from, asked for in time. */
    public @Nullable StreamOrigin origin() {
        return origin;
    }

    /** Whether this thread parses something of which that is to be known. */
    public static boolean wanted() {
        return CURRENT.get() != null;
    }

    /** A parser was given a stream or a reader, still open. The first one counts. */
    public static void parses(@Nullable Object stream) {
        ParsedStream current = CURRENT.get();
        if (current != null && current.stream == null && stream != null) {
            current.stream = stream;
            current.origin = Agent.running().trust().originOf(stream);
        }
    }
}
