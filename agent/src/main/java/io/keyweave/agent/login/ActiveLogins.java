package io.keyweave.agent.login;

import io.keyweave.Log;
import io.keyweave.core.CachingResolver;
import io.keyweave.settings.ServerPattern;
import io.keyweave.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The logins of this JVM, from the time a resolver is open. Drivers loaded before that, or in a JVM without secrets, pay one read. */
public final class ActiveLogins {

    private static volatile @Nullable Logins logins;

    private ActiveLogins() {}

    /** Lets logins use this resolver's secrets. */
    public static void use(CachingResolver resolver, Log log) {
        LongSupplier nanos = System::nanoTime;
        List<ServerPattern> listed = new ArrayList<>();
        for (String item : resolver.settings().list(Setting.LOGINS)) {
            listed.add(ServerPattern.of(item));
        }
        logins = new Logins(new LiveSecrets(resolver.served(), nanos), listed, nanos, log);
    }

    /** Null as long as there are no secrets. */
    public static @Nullable Logins get() {
        return logins;
    }
}
