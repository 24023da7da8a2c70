package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The agent module's test of the weaver, on every JDK: its own classes are the input. */
class WeaverIT {

    @EveryJdk
    void everyMethodWovenIsVerified(Jdk jdk) throws IOException {
        String[] jars;
        try (Stream<Path> files = Files.list(Project.built("agent/target/library"))) {
            jars = files.map(Object::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .toArray(String[]::new);
        }
        Path byteBuddy = Stream.of(jars)
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().startsWith("byte-buddy"))
                .findFirst()
                .orElseThrow();
        Outcome outcome = ForkedJvm.on(jdk)
                .option("-Xverify:all")
                .classPath(Project.built("agent/target/classes"), Project.built("agent/target/test-classes"), byteBuddy)
                .main("io.keyweave.agent.instrument.WeaveEverything", jars)
                .run()
                .expect(0);
        assertTrue(Integer.parseInt(outcome.outText().split(" ", -1)[1]) > 5_000, outcome.toString());
    }
}
