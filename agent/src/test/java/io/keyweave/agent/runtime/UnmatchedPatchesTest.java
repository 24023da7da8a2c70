package io.keyweave.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.agent.instrument.PatchList;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the version of a library that does not fit comes from. */
class UnmatchedPatchesTest {

    private final List<String> lines = new ArrayList<>();
    private final UnmatchedPatches told = new UnmatchedPatches(new EventLog() {
        @Override
        public void write(LogEvent event) {
            lines.add(event.level() + " " + event.text());
        }

        @Override
        public boolean enabled(Level level) {
            return true;
        }
    });

    private String of(URL location, Package of) {
        told.notMatched(new PatchList("JUnit", "everything"), "a.B" + lines.size(), List.of("c()V"), location, of);
        return lines.get(lines.size() - 1);
    }

    @Test
    void oneLineSaysAllThatAReportNeeds() throws Exception {
        URL jar = Test.class.getProtectionDomain().getCodeSource().getLocation();
        String name = Path.of(jar.toURI()).getFileName().toString();
        String version = Test.class.getPackage().getImplementationVersion();

        String line = of(jar, null);
        assertEquals(
                "WARN Unknown version of JUnit (" + name + ", version " + version
                        + "): a.B0 has no c()V. What does not work without it: everything. Use the version before, and please"
                        + " report this line as an issue of the project that this agent came from.",
                line);

        told.notMatched(new PatchList("JUnit", "everything"), "a.B0", List.of("c()V"), jar, null);
        assertEquals(1, lines.size());
    }

    @Test
    void aJarWithinAJarIsToldByItsPackage() throws Exception {
        URL nested = new URI("file:/app.jar!/BOOT-INF/lib/junit.jar!/").toURL();
        String version = Test.class.getPackage().getImplementationVersion();

        assertTrue(
                of(nested, Test.class.getPackage()).contains("(junit.jar, version " + version + ")"), lines::toString);
        assertTrue(of(null, Test.class.getPackage()).contains("(version " + version + ")"), lines::toString);
    }

    @Test
    void aClassOfTheJdkIsToldByTheJdk() {
        assertTrue(of(null, null).contains("(JDK " + Runtime.version() + ")"), lines::toString);
    }
}
