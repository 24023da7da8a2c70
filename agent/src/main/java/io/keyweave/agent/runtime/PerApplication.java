package io.keyweave.agent.runtime;

import io.keyweave.agent.trust.WeakIdentityMap;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object for each application, held as long as the application's class loader is there. In a container that is the context class loader of the
 * thread that reads for it, elsewhere the JVM's own, which is there as long as the JVM. Thread-safe.
 *
 * @param <V> must not lead to a class of the application
 */
public final class PerApplication<V> {

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

    private final WeakIdentityMap<V> byLoader = new WeakIdentityMap<>();
    private final Supplier<V> first;
    private final @Nullable BooleanSupplier others;
    private boolean looking;

    /** @param first makes the object of an application */
    public PerApplication(Supplier<V> first) {
        this(first, null);
    }

    /** @param others if not null, looks at what else is held by weak references, and answers whether there is more to look at */
    public PerApplication(Supplier<V> first, @Nullable BooleanSupplier others) {
        this.first = first;
        this.others = others;
    }

    /** That of the application for which this thread works. */
    public V current() {
        ClassLoader loader = loader();
        V known = byLoader.get(loader);
        if (known != null) {
            return known;
        }
        V made = first.get();
        V other = byLoader.putIfAbsent(loader, made);
        if (other == null && loader != ClassLoader.getSystemClassLoader()) {
            lookLater();
        }
        return other == null ? made : other;
    }

    /** A collected class loader is noticed by who looks. */
    private synchronized void lookLater() {
        if (!looking) {
            looking = true;
            Agent.running().resolver().after(LOOK_INTERVAL, this::look);
        }
    }

    private synchronized void look() {
        looking = false;
        // Both look.
        boolean more = others != null && others.getAsBoolean();
        if (byLoader.size() > 0 || more) {
            lookLater();
        }
    }

    /** With the agent's own rights, whatever the application may ask. */
    @SuppressWarnings("removal") // gone with the security manager itself
    private static ClassLoader loader() {
        ClassLoader context = AccessController.doPrivileged((PrivilegedAction<@Nullable ClassLoader>)
                () -> Thread.currentThread().getContextClassLoader());
        return context == null ? ClassLoader.getSystemClassLoader() : context;
    }
}
