package io.keyweave.agent.patch;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a client's method that logs in, with what was passed to it. Belongs to the calling thread. */
public abstract class CallLogin implements Login {

    protected final Call call;
    private final LoginTarget target;
    private final @Nullable String user;
    private final List<String> passwords;

    /** The parameters are what {@link #target()}, {@link #user()} and {@link #passwords()} answer. */
    protected CallLogin(Call call, LoginTarget target, @Nullable String user, List<String> passwords) {
        this.call = call;
        this.target = target;
        this.user = user;
        this.passwords = passwords;
    }

    @Override
    public final LoginTarget target() {
        return target;
    }

    @Override
    public final @Nullable String user() {
        return user;
    }

    @Override
    public final List<String> passwords() {
        return passwords;
    }

    @Override
    public @Nullable Object asGiven() throws Throwable {
        return call.proceed();
    }

    /** An exception of a class that the client's loader knows, which has a constructor that takes a message. */
    protected final Throwable exception(String className, String message) {
        try {
            return call.raise((Throwable) Class.forName(className, true, call.loader())
                    .getConstructor(String.class)
                    .newInstance(message));
        } catch (ReflectiveOperationException e) {
            return call.raise(new IllegalStateException(message));
        }
    }
}
