package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A laptop without a vault, a network or a login: {@code offline=FILE} under the packed agent. */
class OfflineIT {

    private static final String LOUD = "OFFLINE: secrets come from the file ";
    private static final String VERSION = "11110000000000000000000000000001";
    private static final String EVERYTHING = "$<kv:dev/Db-Password>|$<kv:dev/json#user?as=url>|$<kv:dev/db-password/"
            + VERSION + ">|$<kv:dev/none?default=d%20e>|$<kv:dev/raw?as=base64>|$$<kv:a/b>";

    private Path file;

    @TempDir
    Path directory;

    /** Prints a property for each line of its standard input. */
    public static final class Application {
        private Application() {}

        public static void main(String[] args) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println("is " + System.getProperty(line));
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        file = directory.resolve("secrets.properties");
        write("dev/db-password = s3cret $<kv:dev/json>", "dev/json={\"user\":\"a&b\"}", "dev/raw=raw");
    }

    private void write(String... lines) throws IOException {
        Path fresh = directory.resolve("fresh");
        Files.write(fresh, List.of(lines));
        Files.write(fresh, List.of("dev/db-password/" + VERSION + "=pinned"), StandardOpenOption.APPEND);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private ForkedJvm jvm(Jdk jdk) {
        return ForkedJvm.on(jdk).agent("ttl=1s,offline=" + file).main(Application.class);
    }

    @EveryJdk
    void theSameGrammarFollowsTheFile(Jdk jdk) throws IOException {
        try (RunningJvm running = jvm(jdk).property("all", EVERYTHING).start()) {
            assertEquals("s3cret $<kv:dev/json>|a%26b|pinned|d e|cmF3|$<kv:a/b>", running.ask("all", "is "));
            write("dev/db-password=s4cret", "dev/json={\"user\":\"other\"}", "dev/raw=raw");
            String rotated = running.awaitErr(line -> line.contains("rotated dev/db-password"), "the new line");
            assertTrue(rotated.contains("offline-1 -> offline-2 (read by system property all)"), rotated);
            running.awaitErr(line -> line.contains("rotated dev/json"), "the other new line");
            assertEquals("s4cret|other|pinned|d e|cmF3|$<kv:a/b>", running.ask("all", "is "));
            List<String> err = running.finish().expect(0).err();
            assertEquals(
                    1, err.stream().filter(line -> line.contains(LOUD + file)).count(), "one loud line: " + err);
            assertFalse(err.toString().contains("s3cret") || err.toString().contains("s4cret"), err.toString());
        }
    }

    @OneJdk
    void whatIsNotThereFailsTheStart(Jdk jdk) throws IOException {
        Outcome missing = jvm(jdk).property("db.user", "$<kv:dev/user>").run().expect(78);
        assertTrue(missing.errText().contains("The offline file " + file + " has no line for this secret."));
        assertTrue(missing.errText().contains("-> Add dev/user=value to it."), missing.errText());
        assertTrue(missing.errText().contains("dev/user  system property db.user"), missing.errText());
        Files.delete(file);
        Outcome gone = jvm(jdk).property("db.user", "$<kv:dev/user>").run().expect(69);
        assertTrue(gone.errText().contains("cannot be read (FileNotFoundException)"), gone.errText());
    }

    @OneJdk
    void checkReadsItToo(Jdk jdk) {
        Outcome outcome = ForkedJvm.on(jdk)
                .environment("KEYWEAVE_OFFLINE", file.toString())
                .environment("DB_PASSWORD", "$<kv:dev/db-password>")
                .jar(Project.agentJar(), "check")
                .run()
                .expect(0);
        assertTrue(outcome.outText().contains("dev/db-password  env DB_PASSWORD  offline-1  ok"), outcome.toString());
        assertTrue(outcome.errText().contains(LOUD), outcome.toString());
        assertFalse(outcome.toString().contains("s3cret"), outcome.toString());
    }
}
