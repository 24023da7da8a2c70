package io.keyweave.test.databases;

/** A vault and real servers, started together. */
final class Servers implements AutoCloseable {

    final DatabaseVault vault = new DatabaseVault();
    final Postgres postgres = new Postgres();
    final MariaDb mariaDb = new MariaDb();

    @Override
    public void close() {
        mariaDb.close();
        postgres.close();
        vault.close();
    }
}
