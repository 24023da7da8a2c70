package io.keyweave.test.databases;

import io.keyweave.test.Contoso;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A vault and real servers, started together, and shared by the classes of this module that name {@link Shared}: starting them takes as long as a test. */
final class Servers implements AutoCloseable {

    /** Closes the servers when all classes have run. */
    static final class Shared implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(Servers.class, SHARED);
        }
    }

    static final Servers SHARED = new Servers();

    final Contoso contoso = new Contoso();
    final Postgres postgres = new Postgres();
    final MariaDb mariaDb = new MariaDb();

    private Servers() {}

    @Override
    public void close() {
        mariaDb.close();
        postgres.close();
        contoso.close();
    }
}
