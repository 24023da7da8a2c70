package io.keyweave.test.databases;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.mchange.v2.log.MLog;
import com.mysql.cj.jdbc.Driver;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.databases.app.PoolApplication;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.transaction.TransactionManager;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.logging.LogFactory;
import org.apache.commons.pool2.ObjectPool;
import org.apache.juli.logging.Log;
import org.slf4j.Logger;

/** A JVM with {@link PoolApplication} under the agent. */
final class PoolJvm implements AutoCloseable {

    /** What one report tells of: "no login" says little of a shorter time. */
    private static final Duration PERIOD = Duration.ofMillis(250);

    /**
     * What a pool did since the last report.
     *
     * @param served requests served
     * @param failed requests failed
     * @param logins physical connections seen for the first time
     * @param users their users, joined by {@code +}
     * @param failure the last failure
     */
    record Figures(int served, int failed, int logins, String users, String failure) {
        Figures plus(Figures more) {
            return new Figures(
                    served + more.served,
                    failed + more.failed,
                    logins + more.logins,
                    more.users.isEmpty() ? users : more.users,
                    more.failed > 0 ? more.failure : failure);
        }
    }

    private final RunningJvm jvm;
    private final int pools;

    /** With the versions this module is compiled against. */
    PoolJvm(Jdk jdk, Contoso contoso, Database database, String url, String pools, String user, String password) {
        this(jdk, contoso, database, url, pools, user, password, PoolJvm::newest);
    }

    /** With older ones. */
    PoolJvm(Contoso contoso, Database database, OlderVersions older, String user, String password) {
        this(
                Jdk.oldest(),
                contoso,
                database,
                older.url(),
                older.pools(),
                user,
                password,
                jvm -> jvm.classPath(older.jars()));
    }

    /** Does not wait until it is ready: its first report does. */
    private PoolJvm(
            Jdk jdk,
            Contoso contoso,
            Database database,
            String url,
            String pools,
            String user,
            String password,
            Consumer<ForkedJvm> libraries) {
        this.pools = pools.split(",", -1).length;
        ForkedJvm forked = contoso.jvm(jdk, "ttl=2s", "log=debug").classPathOf(Logger.class);
        libraries.accept(forked);
        jvm = forked.property("db.url", url)
                .property("db.user", user)
                .property("db.password", password)
                .property("db.pools", pools)
                .property("db.session", database.sessionQuery())
                .main(PoolApplication.class)
                .start();
    }

    static void newest(ForkedJvm jvm) {
        jvm.classPathOf(
                HikariDataSource.class,
                org.apache.tomcat.jdbc.pool.DataSource.class,
                Log.class,
                BasicDataSource.class,
                ObjectPool.class,
                LogFactory.class,
                TransactionManager.class,
                ComboPooledDataSource.class,
                MLog.class,
                DruidDataSource.class,
                AgroalDataSource.class,
                io.agroal.pool.DataSource.class,
                org.postgresql.Driver.class,
                org.mariadb.jdbc.Driver.class,
                Driver.class);
    }

    int pools() {
        return pools;
    }

    void renewing(boolean on) {
        jvm.send("renew " + (on ? "on" : "off"));
    }

    /** Forgets what happened so far. */
    void reset() {
        report();
    }

    /** How many of the connections opened at the start still answer. */
    int held() {
        return Integer.parseInt(jvm.ask("held", "held "));
    }

    private Map<String, Figures> report() {
        Map<String, Figures> pools = new LinkedHashMap<>();
        for (String pool : jvm.ask("report", "report ").split(" ", -1)) {
            String[] part = pool.split(":", -1);
            pools.put(
                    part[0],
                    new Figures(
                            Integer.parseInt(part[1]),
                            Integer.parseInt(part[2]),
                            Integer.parseInt(part[3]),
                            part[4],
                            part[5]));
        }
        return pools;
    }

    /** Adds up figures until every pool has come to what is wanted; fails when one does not. */
    Map<String, Figures> until(Predicate<Figures> wanted, String description) {
        return until(wanted, description, true);
    }

    /** The same with each report for itself: not what was, but what is. */
    Map<String, Figures> untilNow(Predicate<Figures> wanted, String description) {
        return until(wanted, description, false);
    }

    private Map<String, Figures> until(Predicate<Figures> wanted, String description, boolean sum) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        return Eventually.sees(
                description,
                jvm,
                () -> {
                    Thread.sleep(PERIOD.toMillis());
                    report().forEach((pool, more) ->
                            figures.merge(pool, more, sum ? Figures::plus : (old, fresh) -> fresh));
                    return figures;
                },
                all -> all.values().stream().allMatch(wanted));
    }

    /** Waits until the JVM has seen a version. */
    void awaitRotation(String version) {
        jvm.awaitRotation(version);
    }

    Outcome finish() {
        return jvm.finish();
    }

    @Override
    public void close() {
        jvm.close();
    }

    @Override
    public String toString() {
        return jvm.toString();
    }
}
