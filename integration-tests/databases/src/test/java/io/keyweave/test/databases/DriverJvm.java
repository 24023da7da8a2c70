package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.db2.jcc.DB2Driver;
import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import com.mysql.cj.jdbc.Driver;
import io.keyweave.test.Contoso;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.databases.app.DriverApplication;
import java.util.function.Predicate;
import oracle.jdbc.driver.OracleDriver;

/** A JVM with {@link DriverApplication} under the agent, all drivers on its class path. It keeps passing the first password. */
final class DriverJvm implements AutoCloseable {

    static final String V1 = "first+Password%41/1";
    static final String V2 = "second+&Pass=word%42;2";

    private final RunningJvm jvm;

    DriverJvm(Jdk jdk, Contoso contoso, String secret) {
        this(jdk, contoso, secret, DriverApplication.class);
    }

    DriverJvm(Jdk jdk, Contoso contoso, String secret, Class<?> main, Class<?>... more) {
        jvm = contoso.jvm(jdk, "ttl=2s", "log=debug")
                .classPathOf(
                        org.postgresql.Driver.class,
                        org.mariadb.jdbc.Driver.class,
                        Driver.class,
                        org.h2.Driver.class,
                        SQLServerDriver.class,
                        OracleDriver.class,
                        DB2Driver.class,
                        org.slf4j.Logger.class)
                .classPathOf(more)
                .property("p6spy.config.modulelist", "com.p6spy.engine.spy.P6SpyFactory")
                .property("db.password", "$<kv:contoso/" + secret + ">")
                .main(main)
                .startReady();
    }

    String ask(String command) {
        return jvm.ask(command, "=");
    }

    /** Logs in in so many ways, {@code manager} and others of {@link DriverApplication}. */
    void succeeds(String url, String user, String... ways) {
        for (String how : ways) {
            assertEquals("ok", ask(how + " " + url + " " + user), () -> how + "\n" + String.join("\n", jvm.err()));
        }
    }

    /** @param code the error code and, perhaps, the SQL state of the driver's exception */
    void fails(String url, String user, String code) {
        String answer = ask("manager " + url + " " + user);
        assertTrue(answer.startsWith(code + " "), answer);
    }

    void awaitErr(Predicate<String> wanted, String description) {
        jvm.awaitErr(wanted, description);
    }

    /** How many logins the agent has made so far. */
    long logins() {
        return jvm.err().stream().filter(line -> line.contains("login at ")).count();
    }

    /** Ends the application: the agent broke nothing and showed nothing. */
    void finish() {
        jvm.finish().expect(0).expectHarmless(V1, V2);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
