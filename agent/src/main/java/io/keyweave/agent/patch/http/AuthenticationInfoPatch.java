package io.keyweave.agent.patch.http;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.patch.Reflected;
import java.net.PasswordAuthentication;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code AuthenticationInfo}, what {@code HttpURLConnection} remembers of a login. It is added to a cache, also when it is there already, once
 * an answer is neither 401 nor 407, and removed when its password is refused. An entry is also removed to be replaced by a copy for a shorter
 * path, which is added at once: so a removal counts when the next question comes and nothing was added in between.
 */
final class AuthenticationInfoPatch implements Patch {

    @Override
    public String className() {
        return "sun.net.www.protocol.http.AuthenticationInfo";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                new Hook("addToCache", null, new Interceptor.Direct() {
                    @Override
                    public Object @Nullable [] enter(Object self, @Nullable Object cache) {
                        PasswordAuthentication accepted = credentials(self);
                        if (accepted != null) {
                            IssuedCredentials.accepted(accepted);
                        }
                        return null;
                    }
                }),
                new Hook("removeFromCache", null, new Interceptor.Direct() {
                    @Override
                    public Object @Nullable [] enter(Object self, @Nullable Object cache) {
                        PasswordAuthentication removed = credentials(self);
                        if (removed != null) {
                            IssuedCredentials.refused(removed, IssuedCredentials.CALLER);
                        }
                        return null;
                    }
                }));
    }

    private static @Nullable PasswordAuthentication credentials(Object info) {
        try {
            return (PasswordAuthentication) Reflected.field(info, "pw").get(info);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
