package io.keyweave.agent.instrument;

import org.jspecify.annotations.Nullable;

/** The {@link Call} of one entry into a patched method. */
final class PatchedCall implements Call {

    private final PatchedMethod method;
    private final Object self;
    private final @Nullable Object argument;
    private @Nullable Throwable meant;
    private Object @Nullable [] result;

    PatchedCall(PatchedMethod method, Object self, @Nullable Object argument) {
        this.method = method;
        this.self = self;
        this.argument = argument;
    }

    @Override
    public @Nullable Object self() {
        return method.isStatic(self) ? null : self;
    }

    @Override
    public String method() {
        return method.name;
    }

    @Override
    public @Nullable Object[] arguments() {
        int arity = method.arity();
        if (arity == 0) {
            return new Object[0];
        }
        return arity > 1 && argument instanceof Object[] all ? all.clone() : new Object[] {argument};
    }

    @Override
    public @Nullable ClassLoader loader() {
        return Original.loaderOf(Original.declaringClass(method, self));
    }

    @Override
    public @Nullable Object proceed() throws Throwable {
        return run(self, arguments());
    }

    @Override
    public @Nullable Object proceed(@Nullable Object... arguments) throws Throwable {
        return run(self, arguments);
    }

    @Override
    public @Nullable Object proceedOn(Object other) throws Throwable {
        return run(other, arguments());
    }

    private @Nullable Object run(Object target, @Nullable Object[] arguments) throws Throwable {
        try {
            Object value = method.invokeOriginal(target, arguments);
            result = new Object[] {value};
            return value;
        } catch (Throwable thrown) {
            if (Original.isUnreachable(thrown)) {
                throw thrown;
            }
            throw raise(thrown);
        }
    }

    @Override
    public <T extends Throwable> T raise(T exception) {
        meant = exception;
        return exception;
    }

    boolean meant(Throwable thrown) {
        return thrown == meant;
    }

    /**
     * What the caller gets when the interceptor broke: what the method already did is not done again, so its last result or
     * exception; null, run the method, when it has not run.
     */
    Object @Nullable [] outcome() {
        if (result == null && meant != null) {
            throw PatchedMethod.<RuntimeException>unchecked(meant);
        }
        return result;
    }
}
