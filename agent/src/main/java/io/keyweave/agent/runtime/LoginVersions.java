package io.keyweave.agent.runtime;

import io.keyweave.SecretRef;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.login.AcceptedVersions;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.login.Logins;
import io.keyweave.core.CachingResolver;
import io.keyweave.observability.VersionUses;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who uses which version in this JVM: logins and copies, as the agent sees them. */
final class LoginVersions implements VersionUses {

    private static @Nullable AcceptedVersions accepted() {
        Logins logins = ActiveLogins.get();
        return logins == null ? null : logins.accepted();
    }

    @Override
    public Map<String, AcceptedLogins> logins(SecretRef secret) {
        AcceptedVersions accepted = accepted();
        Map<String, AcceptedLogins> logins = new LinkedHashMap<>();
        if (accepted != null) {
            long now = System.nanoTime();
            accepted.of(secret)
                    .forEach((version, one) -> logins.put(
                            version, new AcceptedLogins(one.count(), Duration.ofNanos(Math.max(0, now - one.last())))));
        }
        return logins;
    }

    @Override
    public Map<String, Integer> copies(SecretRef secret) {
        CachingResolver resolver = Agent.openResolver();
        return resolver == null ? Map.of() : resolver.served().heldFormer(secret);
    }

    @Override
    public long refusedLogins() {
        AcceptedVersions accepted = accepted();
        return accepted == null ? 0 : accepted.refusedLogins();
    }

    @Override
    public long formerLogins() {
        AcceptedVersions accepted = accepted();
        return accepted == null ? 0 : accepted.formerLogins();
    }

    @Override
    public long internalErrors() {
        return InternalErrors.count();
    }
}
