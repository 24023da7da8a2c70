package io.keyweave.agent.login;

import io.keyweave.EventLog;
import io.keyweave.SecretRef;
import io.keyweave.core.CachingResolver;
import io.keyweave.settings.ServerPattern;
import io.keyweave.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The logins of this JVM, from the time a resolver is open. Drivers loaded before that, or in a JVM without secrets, pay one read. */
public final class ActiveLogins {

    private static volatile @Nullable Logins logins;
    private static volatile @Nullable LiveSecrets secrets;

    private ActiveLogins() {}

    /** Lets logins use this resolver's secrets. */
    public static void use(CachingResolver resolver, EventLog log) {
        LongSupplier nanos = System::nanoTime;
        List<ServerPattern> listed = new ArrayList<>();
        for (String item : resolver.settings().list(Setting.LOGINS)) {
            listed.add(ServerPattern.of(item));
        }
        LiveSecrets live = new LiveSecrets(resolver.served(), nanos);
        secrets = live;
        logins = new Logins(live, listed, nanos, log);
    }

    /** Fetches secrets within the limit on what refused logins may ask, whoever asks. Waits a few seconds at most. */
    public static void refresh(Set<SecretRef> wanted) {
        LiveSecrets known = secrets;
        if (known != null) {
            known.refresh(wanted);
        }
    }

    /** Null as long as there are no secrets. */
    public static @Nullable Logins get() {
        return logins;
    }
}
