package io.keyweave.azure.transport;

import com.azure.core.util.Context;
import com.azure.core.util.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/** Said explicitly, or the SDK would search the class path for a tracer, and log into somebody's traces. */
final class NoTracer implements Tracer {

    static final NoTracer INSTANCE = new NoTracer();

    private NoTracer() {}

    @Override
    public Context start(String name, Context context) {
        return context;
    }

    @Override
    public void end(@Nullable String status, @Nullable Throwable error, Context context) {}

    @Override
    public void setAttribute(String key, String value, Context context) {}

    @Override
    public AutoCloseable makeSpanCurrent(Context context) {
        return () -> {};
    }

    @Override
    public boolean isEnabled() {
        return false;
    }
}
