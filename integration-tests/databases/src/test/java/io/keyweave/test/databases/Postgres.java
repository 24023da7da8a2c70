package io.keyweave.test.databases;

import io.keyweave.test.PostgresServer;

/** PostgreSQL, asking everybody but its superuser for a SCRAM password. */
final class Postgres implements Database {

    private final PostgresServer server = new PostgresServer();

    @Override
    public String url() {
        return server.url("postgres");
    }

    @Override
    public String sessionQuery() {
        return "select pg_backend_pid() || ' ' || current_user";
    }

    @Override
    public void password(String user, String password) {
        server.password(user, password);
    }

    void forbid(String user) {
        server.run("alter role " + user + " nologin");
    }

    @Override
    public int refusals() {
        return (int) server.log().stream()
                .filter(line -> line.contains("password authentication failed for user"))
                .count();
    }

    @Override
    public void close() {
        server.close();
    }
}
