package io.keyweave.test.databases;

import io.keyweave.test.Contoso;

/** A vault and real servers, started together. */
final class Servers implements AutoCloseable {

    final Contoso contoso = new Contoso();
    final Postgres postgres = new Postgres();
    final MariaDb mariaDb = new MariaDb();

    @Override
    public void close() {
        mariaDb.close();
        postgres.close();
        contoso.close();
    }
}
