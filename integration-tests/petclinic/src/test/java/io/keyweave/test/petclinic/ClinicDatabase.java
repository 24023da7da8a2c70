package io.keyweave.test.petclinic;

import io.keyweave.test.PostgresServer;
import java.util.Set;
import java.util.UUID;

/** PostgreSQL with petclinic's database and account. */
final class ClinicDatabase implements AutoCloseable {

    private static final String NAME = "petclinic";
    private static final String SESSIONS = " from pg_stat_activity where usename = '" + NAME + "'";

    private final PostgresServer server = new PostgresServer();

    ClinicDatabase() {
        password(UUID.randomUUID().toString());
        server.run("create database " + NAME + " owner " + NAME);
    }

    String url() {
        return server.url(NAME);
    }

    /** From now on the account logs in with this password only. */
    void password(String password) {
        server.password(NAME, password);
    }

    /** The application's sessions, by the process that serves each. */
    Set<String> sessions() {
        String all = server.query("select coalesce(string_agg(pid::text, ','), '')" + SESSIONS);
        return all.isEmpty() ? Set.of() : Set.of(all.split(",", -1));
    }

    /**
     * Ends the sessions that have been idle for a second. A pool looks at a connection before it hands it out, but trusts one that it
     * used within the last half second: a fault that has nothing to do with passwords.
     */
    void endIdleSessions() {
        server.query("select count(pg_terminate_backend(pid))" + SESSIONS
                + " and state = 'idle' and state_change < clock_timestamp() - interval '1 s'");
    }

    @Override
    public void close() {
        server.close();
    }
}
