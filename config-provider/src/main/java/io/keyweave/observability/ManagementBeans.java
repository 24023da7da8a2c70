package io.keyweave.observability;

import io.keyweave.SecretResolver;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one bean per secret and one for the totals in the platform's bean server, once there is one.
 *
 * <p>{@code ManagementFactory.getPlatformMBeanServer()} would make it, load hundreds of classes and start {@code java.util.logging}
 * before the application could configure it. So this only looks, every ten seconds on a thread of ours, whether somebody else has
 * made it: a monitoring agent, the application, or {@code jconsole} by attaching. The look is a list's copy.
 * No class of JMX is loaded before the first look.
 */
public final class ManagementBeans implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final SecretResolver resolver;
    private final TimeSource time;
    private final StatusSnapshot snapshot;
    private final @Nullable Supplier<AddedBean> added;
    private @Nullable BeanRegistry registry;
    private TimeSource.@Nullable Scheduled next;
    private boolean started;
    private boolean closed;

    /** @param added one bean more; asked when there is a bean server */
    public ManagementBeans(
            SecretResolver resolver, TimeSource time, StatusSnapshot snapshot, @Nullable Supplier<AddedBean> added) {
        this.resolver = resolver;
        this.time = time;
        this.snapshot = snapshot;
        this.added = added;
    }

    /** Whether this runtime has JMX at all; one made by jlink may not. */
    public static boolean available() {
        return ModuleLayer.boot().findModule("java.management").isPresent();
    }

    /** Begins to look; the first time after ten seconds, when the start is over. */
    public synchronized void start() {
        if (!started && !closed) {
            started = true;
            schedule();
        }
    }

    private void schedule() {
        next = time.after(BETWEEN_LOOKS, () -> time.start(this::look));
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        if (registry == null) {
            registry = new BeanRegistry(resolver, snapshot, added == null ? null : added.get());
        }
        registry.update();
        schedule();
    }

    /** Takes the beans out, which would otherwise hold the store forever. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        if (registry != null) {
            registry.clear();
        }
    }
}
