package io.keyweave.agent.patch.vertxpg;

import io.keyweave.agent.patch.Reflected;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code io.vertx.core.Future} of one class loader, by name. */
final class VertxFutures {

    private final Class<?> type;
    private final Class<?> context;

    VertxFutures(@Nullable ClassLoader loader) throws ReflectiveOperationException {
        this.type = Class.forName("io.vertx.core.Future", true, loader);
        this.context = Class.forName("io.vertx.core.Context", true, loader);
    }

    Object failed(Throwable failure) throws ReflectiveOperationException {
        return type.getMethod("failedFuture", Throwable.class).invoke(null, failure);
    }

    /** Completes on the thread of that context. */
    Object of(CompletionStage<?> stage, Object on) throws ReflectiveOperationException {
        return type.getMethod("fromCompletionStage", CompletionStage.class, context)
                .invoke(null, stage, on);
    }

    /** What follows its success. */
    Object then(Object future, Function<Object, Object> next) throws Throwable {
        return call(future, "compose", next);
    }

    /** What follows its failure. */
    Object otherwise(Object future, Function<Throwable, Object> next) throws Throwable {
        return call(future, "recover", next);
    }

    /** The same result, seen on its way. */
    Object seen(Object future, Function<Object, Object> by) throws Throwable {
        return call(future, "map", by);
    }

    private Object call(Object future, String method, Function<?, ?> function) throws Throwable {
        Object next = Reflected.call(type.getMethod(method, Function.class), future, function);
        if (next == null) {
            throw new IllegalStateException("no future");
        }
        return next;
    }
}
