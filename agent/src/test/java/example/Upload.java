package example;

import example.library.Reader;
import io.keyweave.agent.trust.Trust;
import io.keyweave.agent.trust.Verdict;
import java.util.List;

/** A class of an application, as far as Keyweave can tell: it stands outside Keyweave's packages. */
public final class Upload {

    private Upload() {}

    public static Verdict read(Trust trust, Object stream) {
        return trust.judge(stream, List.of("example.library."));
    }

    public static Verdict readByLibrary(Trust trust, Object stream) {
        return Reader.read(trust, stream);
    }

    public static Verdict readText(Trust trust) {
        return trust.judgeText("a string", List.of());
    }
}
