package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.patch.UnresolvedPassword;
import java.io.IOException;
import java.security.UnrecoverableKeyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.security.KeyStore}: {@code load} and {@code getKey} with the text of a placeholder for a password. Without this the JDK says that
 * the password was incorrect.
 */
final class KeyStorePatch implements Patch {

    @Override
    public String className() {
        return "java.security.KeyStore";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                new Hook("load", "(Ljava/io/InputStream;[C)V", new Password(IOException::new)),
                new Hook(
                        "getKey",
                        "(Ljava/lang/String;[C)Ljava/security/Key;",
                        new Password(UnrecoverableKeyException::new)));
    }

    /** Of a type that the method may throw. */
    private interface RefusalFactory {
        Throwable with(String message);
    }

    private record Password(RefusalFactory refusal) implements Interceptor {

        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !(argument instanceof Object[] all)
                    || !(all[1] instanceof char[] password)
                    || UnresolvedPassword.problem("", password) == null;
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            String problem = UnresolvedPassword.problem("a key store's password", (char[]) call.arguments()[1]);
            if (problem != null) {
                throw call.raise(refusal.with(problem));
            }
            return null;
        }
    }
}
