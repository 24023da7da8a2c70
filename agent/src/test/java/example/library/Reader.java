package example.library;

import io.keyweave.agent.trust.Trust;
import io.keyweave.agent.trust.Verdict;
import java.util.List;

/** A library that reads for an application. */
public final class Reader {

    private Reader() {}

    public static Verdict read(Trust trust, Object stream) {
        return trust.judge(stream, List.of("example.library."));
    }
}
