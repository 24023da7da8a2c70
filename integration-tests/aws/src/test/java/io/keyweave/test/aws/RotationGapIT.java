package io.keyweave.test.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.aws.LogsIn;
import io.keyweave.devvault.gcp.GoogleCloud;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.postgresql.Driver;

/** A JVM that starts while a rotation has reached the secret, and not yet the database. */
class RotationGapIT {

    private static final String FIRST = "first-pa55word";
    private static final String SECOND = "second-pa55word";

    @AutoClose
    private static final PostgresServer POSTGRES = new PostgresServer();

    @AutoClose
    private final Amazon amazon = new Amazon();

    @EveryJdk
    void logsInWithThePreviousVersion(Jdk jdk) {
        POSTGRES.password("orders", FIRST);
        amazon.secrets().put("prod/db", FIRST);
        amazon.secrets().put("prod/db", SECOND);
        Outcome outcome = logIn(jdk);
        outcome.expect(0).expectHarmless(FIRST, SECOND);
        assertEquals(List.of("logged in as orders"), outcome.out());
        assertEquals(3, amazon.server().requests().size(), "at the start, after the refusal, and for the one before");
    }

    /** What nobody asks for costs nothing: a login that works makes no request. */
    @OneJdk
    void asksForItOnlyWhenTheCurrentOneIsRefused(Jdk jdk) {
        POSTGRES.password("orders", SECOND);
        amazon.secrets().put("prod/db", FIRST);
        amazon.secrets().put("prod/db", SECOND);
        assertEquals(List.of("logged in as orders"), logIn(jdk).expect(0).out());
        assertEquals(1, amazon.server().requests().size());
    }

    @OneJdk
    void saysWhatTheDatabaseSaysWhenNeitherFits(Jdk jdk) {
        POSTGRES.password("orders", "another-pa55word");
        amazon.secrets().put("prod/db", FIRST);
        amazon.secrets().put("prod/db", SECOND);
        Outcome outcome = logIn(jdk).expect(1).expectHarmless(FIRST, SECOND);
        assertTrue(outcome.errText().contains("password authentication failed"), outcome.toString());
    }

    /** Google keeps no label for it: it is the number before, if that version is enabled. */
    @OneJdk
    void logsInWithGooglesVersionBefore(Jdk jdk) {
        GoogleCloud google = GoogleCloud.open(amazon.dev());
        String secret = "projects/contoso-prod/secrets/db";
        POSTGRES.password("orders", FIRST);
        google.secretManager().put(secret, FIRST);
        google.secretManager().put(secret, SECOND);
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .agent("extensions=" + Amazon.GOOGLE + ",ca=" + amazon.dev().certificateFile() + ",gcp.endpoint="
                        + google.secretManager().url())
                .environment("CLOUDSDK_CONFIG", "/no-such-directory")
                .environment(google.environment())
                .property("db.password", "$<gcp:contoso-prod/db>")
                .classPathOf(Driver.class)
                .main(LogsIn.class, POSTGRES.url("postgres"), "orders");
        Outcome outcome = jvm.run().expect(0).expectHarmless(FIRST, SECOND);
        assertEquals(List.of("logged in as orders"), outcome.out());
        google.secretManager().disable(secret, "1");
        Outcome refused = jvm.run().expect(1).expectHarmless(FIRST, SECOND);
        assertTrue(refused.errText().contains("password authentication failed"), refused.toString());
    }

    private Outcome logIn(Jdk jdk) {
        amazon.server().forget();
        ForkedJvm jvm = amazon.jvm(jdk);
        return jvm.property("db.password", "$<aws:prod/db>")
                .classPathOf(Driver.class)
                .main(LogsIn.class, POSTGRES.url("postgres"), "orders")
                .run();
    }
}
