package io.keyweave.agent.login;

import io.keyweave.Log;
import io.keyweave.core.CachingResolver;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The logins of this JVM, from the time a resolver is open. Drivers loaded before that, or in a JVM without secrets, pay one read. */
public final class ActiveLogins {

    private static volatile @Nullable Logins logins;

    private ActiveLogins() {}

    /** Lets logins use this resolver's secrets. */
    public static void use(CachingResolver resolver, Log log) {
        LongSupplier nanos = System::nanoTime;
        logins = new Logins(new LiveSecrets(resolver.served(), nanos), nanos, log);
    }

    /** Null as long as there are no secrets. */
    public static @Nullable Logins get() {
        return logins;
    }
}
