package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariDataSource;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.databases.app.Redeployed;
import io.keyweave.test.databases.app.Redeploying;
import java.nio.file.Path;
import java.util.ArrayList;
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
                        "application 1 is gone",
                        "properties=" + SECRET,
                        "hocon=password: " + SECRET,
                        "refused=" + WRONG,
                        "application 2 is gone"),
                outcome.out(),
                outcome::toString);
        outcome.expectHarmless();
    }

    private static String[] arguments() throws Exception {
        Stream<Class<?>> classPath = Stream.of(
                Redeployed.class,
                Config.class,
                HikariDataSource.class,
                org.h2.Driver.class,
                Logger.class,
                NOPServiceProvider.class);
        List<String> places = new ArrayList<>(List.of(Redeployed.class.getName()));
        for (Class<?> type : classPath.toList()) {
            places.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return places.toArray(String[]::new);
    }
}
