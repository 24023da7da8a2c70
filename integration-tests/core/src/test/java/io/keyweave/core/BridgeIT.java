package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.harmless.LoadingAgent;
import com.example.harmless.TooManyListeners;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The bridge stands in for a class of the JDK: which stays what it was, and may be taken already. */
class BridgeIT {

    private static final String PLACEHOLDER = "$<kv:contoso/app-secret>";
    private static final String SECRET = "the-secret-value";
    private static final String STAND_IN = "java.util.TooManyListenersException";

    @TempDir
    static Path work;

    @AutoClose
    private static final Contoso CONTOSO = new Contoso();

    @BeforeAll
    static void fill() {
        CONTOSO.vault().put("app-secret", SECRET);
    }

    @EveryJdk
    void theExceptionIsWhatItWas(Jdk jdk) throws IOException {
        for (String[] message : new String[][] {{}, {"one is enough"}}) {
            Path file = Files.writeString(work.resolve("app.properties"), "app.secret=" + SECRET + "\n");
            List<String> arguments = new ArrayList<>(List.of(file.toString()));
            arguments.addAll(List.of(message));
            String[] all = arguments.toArray(String[]::new);
            Outcome alone = ForkedJvm.on(jdk)
                    .property("app.secret", SECRET)
                    .main(TooManyListeners.class, all)
                    .run()
                    .expect(0);
            Files.writeString(file, "app.secret=" + PLACEHOLDER + "\n");
            Outcome beside = CONTOSO.jvm(jdk)
                    .property("app.secret", PLACEHOLDER)
                    .property("keyweave.trust", file.toString())
                    .main(TooManyListeners.class, all)
                    .run()
                    .expect(0);

            assertEquals(alone.out(), beside.out());
            assertEquals(List.of(), beside.err());
        }
    }

    /** Another agent listed first, or an AOT cache. */
    @EveryJdk
    void whereItIsLoadedAlreadyTheBridgeStandsBesideIt(Jdk jdk) throws IOException {
        Path file = Files.writeString(work.resolve("app.properties"), "app.secret=" + PLACEHOLDER + "\n");
        Path ahead = OtherAgent.jar(work, LoadingAgent.class);
        Outcome outcome = ForkedJvm.on(jdk)
                .agent(ahead, STAND_IN)
                .agent(CONTOSO.settings() + ",trust=" + file)
                .environment(CONTOSO.dev().environment())
                .property("app.secret", PLACEHOLDER)
                .main(TooManyListeners.class, file.toString())
                .run()
                .expect(0);

        assertEquals(
                List.of("secret=" + SECRET, "file=" + SECRET), outcome.out().subList(0, 2));
        assertEquals(List.of(), outcome.err());
    }
}
