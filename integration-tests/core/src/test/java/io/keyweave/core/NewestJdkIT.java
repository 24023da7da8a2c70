package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The agent module's unit tests that compare with what is inside a JDK, on the newest: Maven runs them on its own, which is the oldest. */
class NewestJdkIT {

    private static final Pattern OPENS = Pattern.compile("<test\\.opens>(.*)</test\\.opens>");
    private static final Pattern PASSED = Pattern.compile("passed (\\d+)");

    @Test
    void viewsStreamsAndReaders() throws IOException {
        ForkedJvm jvm = ForkedJvm.on(Jdk.newest())
                .environment("NOT_ASCII", "gr\u00fc\u00dfe")
                .classPath(Project.built("agent/target/classes"), Project.built("agent/target/test-classes"));
        try (Stream<Path> library = Files.list(Project.built("agent/target/library"))) {
            library.filter(file -> file.toString().endsWith(".jar")).forEach(jvm::classPath);
        }
        Matcher opens = OPENS.matcher(Files.readString(Project.built("agent/pom.xml")));
        assertTrue(opens.find());
        for (String option : opens.group(1).split(" ", -1)) {
            jvm.option(option);
        }
        Outcome outcome = RunTests.in(
                        jvm,
                        "io.keyweave.agent.views",
                        "io.keyweave.agent.trust",
                        "io.keyweave.agent.ReadingClassesTest",
                        "io.keyweave.agent.instrument.WeaverTest",
                        "io.keyweave.agent.instrument.HooksTest",
                        "io.keyweave.agent.instrument.ConstructorArgumentTest")
                .run()
                .expect(0);
        Matcher passed = PASSED.matcher(outcome.outText());
        assertTrue(passed.find() && Integer.parseInt(passed.group(1)) > 300, outcome::toString);
    }
}
