package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.patch.UnresolvedPassword;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code javax.security.auth.callback.PasswordCallback}, by which JAAS and SASL mechanisms are given a password. */
final class PasswordCallbackPatch implements Patch {

    @Override
    public String className() {
        return "javax.security.auth.callback.PasswordCallback";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("setPassword", "([C)V", new Interceptor() {
            @Override
            public boolean isInactive(@Nullable Object argument) {
                return !(argument instanceof char[] password) || UnresolvedPassword.problem("", password) == null;
            }

            @Override
            public Object @Nullable [] enter(Call call) throws Throwable {
                String problem = UnresolvedPassword.problem("a callback's password", (char[]) call.arguments()[0]);
                if (problem != null) {
                    throw call.raise(new IllegalStateException(problem));
                }
                return null;
            }
        }));
    }
}
