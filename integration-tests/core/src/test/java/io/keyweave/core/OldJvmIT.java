package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.harmless.OldJvmAgent;
import com.example.trust.ShowsSources;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is too old is told so in one line. None that old is available here, so another agent makes this one look like it. */
class OldJvmIT {

    private static final String LINE =
            "keyweave: this JVM is Java 11.0.25, and the agent needs 17 or newer. Start it with a newer JDK, or take the agent"
                    + " out of its command line, JAVA_TOOL_OPTIONS and JDK_JAVA_OPTIONS.";

    @TempDir
    Path work;

    private ForkedJvm jvm(Jdk jdk) throws IOException {
        return ForkedJvm.on(jdk).agent(OtherAgent.jar(work, OldJvmAgent.class), "");
    }

    @EveryJdk
    void endsWithOneLine(Jdk jdk) throws Exception {
        ended(jvm(jdk).agent("ttl=5m").main(ShowsSources.class));
        ended(jvm(jdk).agent("").property("a", "$<kv:contoso/db>").main(ShowsSources.class));
        ended(jvm(jdk).jar(Project.agentJar(), "check"));
    }

    private static void ended(ForkedJvm jvm) {
        Outcome outcome = jvm.run().expect(78);
        assertEquals(List.of(), outcome.out());
        assertEquals(1, outcome.err().size(), outcome.toString());
        assertTrue(
                outcome.err().get(0).matches("[-0-9T:.]+Z ERROR KW-1111 " + Pattern.quote(LINE)), outcome.toString());
    }
}
