package io.keyweave;

import io.keyweave.fixtures.FuzzCorpus;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parsers of the library. */
class LibraryFuzzCorpusTest {

    static List<String> targets() throws IOException {
        return FuzzCorpus.targets();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingIsBroken(String target) throws Exception {
        FuzzCorpus.run(target);
    }
}
