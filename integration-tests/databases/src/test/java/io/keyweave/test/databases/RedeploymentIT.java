package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariDataSource;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Redeploying;
import io.keyweave.test.databases.app.Redeployed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.slf4j.Logger;
import org.slf4j.nop.NOPServiceProvider;

/**
 * An application server drops an application whose classes the agent has patched and whose secrets it goes on to refresh. Nothing of the agent may hold
 * the application's class loader: each deployment would leave all its classes behind.
 */
class RedeploymentIT {

    private static final String SECRET = "first-Password.1";

    /** H2's code for a wrong user name or password. */
    private static final int WRONG = 28000;

    @AutoClose
    private final Contoso contoso = new Contoso();

    @EveryJdk
    void nothingHoldsADroppedApplication(Jdk jdk) throws Exception {
        contoso.vault().put("redeployed-password", SECRET);
        Outcome outcome = contoso.jvm(jdk, "ttl=1s", "log=error")
                .main(Redeploying.class, arguments())
                .run()
                .expect(0);

        assertEquals(
                List.of(
                        "properties=" + SECRET,
                        "hocon=password: " + SECRET,
                        "refused=" + WRONG,
                        "unavailable",
                        Redeploying.gone(1),
                        "properties=" + SECRET,
                        "hocon=password: " + SECRET,
                        "refused=" + WRONG,
                        "unavailable",
                        Redeploying.gone(2)),
                outcome.out(),
                outcome::toString);
        outcome.expectHarmless();
    }

    /** The same application twice. */
    private static String[] arguments() {
        List<String> application = Redeploying.application(
                Redeployed.class,
                Config.class,
                HikariDataSource.class,
                org.h2.Driver.class,
                Logger.class,
                NOPServiceProvider.class);
        return Stream.of(application, application).flatMap(List::stream).toArray(String[]::new);
    }
}
