package io.keyweave.agent.patch.mongodb;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code MongoCredential}, which every mechanism that sends or proves a password asks for it: while a login with another credential is under
 * way on a thread, that thread gets the other one. The object itself, which the application shares with its client, is not changed.
 */
final class MongoCredentialPatch implements Patch {

    /** The credential of the login that this thread is in. */
    private static final ThreadLocal<@Nullable Instead> INSTEAD = new ThreadLocal<>();

    /**
     * One credential in the place of another.
     *
     * @param given the driver's {@code MongoCredential}; others have their own password
     * @param credential what to answer for it
     */
    private record Instead(Object given, Credential credential) {
        @Override
        public String toString() {
            return "Instead[hidden]";
        }
    }

    /** What a login does. */
    @FunctionalInterface
    interface Action {
        @Nullable
        Object run() throws Throwable;
    }

    /** Runs an action on this thread during which {@code given} answers with another credential. */
    static @Nullable Object instead(Object given, Credential credential, Action login) throws Throwable {
        INSTEAD.set(new Instead(given, credential));
        try {
            return login.run();
        } finally {
            INSTEAD.remove();
        }
    }

    @Override
    public String className() {
        return "com.mongodb.MongoCredential";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                new Hook("getPassword", "()[C", new Interceptor.Direct() {
                    @Override
                    public Object @Nullable [] enter(Object self, @Nullable Object nothing) {
                        Instead instead = of(self);
                        return instead == null
                                ? null
                                : new Object[] {instead.credential().password().toCharArray()};
                    }
                }),
                new Hook("getUserName", "()Ljava/lang/String;", new Interceptor.Direct() {
                    @Override
                    public Object @Nullable [] enter(Object self, @Nullable Object nothing) {
                        Instead instead = of(self);
                        String user =
                                instead == null ? null : instead.credential().user();
                        return user == null ? null : new Object[] {user};
                    }
                }));
    }

    private static @Nullable Instead of(Object self) {
        Instead instead = INSTEAD.get();
        return instead != null && instead.given() == self ? instead : null;
    }
}
