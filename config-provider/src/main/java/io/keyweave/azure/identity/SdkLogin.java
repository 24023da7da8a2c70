package io.keyweave.azure.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.util.Configuration;
import com.azure.identity.AadCredentialBuilderBase;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One login with azure-identity: a credential made for it, asked once, thrown away. That keeps the SDK's cache of tokens out of play,
 * which could return again what the vault has just refused, and gives every login its own deadline. {@link TokenCache} is in front.
 *
 * <p>The SDK runs in the caller's thread, sends through our transport, retries nothing, traces nothing, and reads none of the
 * variables that would change what was chosen. It does no instance discovery: the authority is one of our table or the operator's
 * word, never a challenge's, so the extra request could only confirm it.
 */
final class SdkLogin {

    private static final Duration LONGEST = Duration.ofDays(2);

    private final LoginRequests requests;
    private final InstantSource clock;

    SdkLogin(Transport transport, @Nullable Duration connecting, Deadline deadline, InstantSource clock) {
        this.requests = new LoginRequests(transport, connecting, deadline);
        this.clock = clock;
    }

    LoginRequests requests() {
        return requests;
    }

    /** A builder of a credential for Entra ID, told everything but the proof. */
    <T extends AadCredentialBuilderBase<T>> T prepare(T builder, URI authority, String tenant, String clientId) {
        // The configuration comes first: setting it resets what it could have said.
        builder.configuration(Configuration.NONE)
                .authorityHost(authority.toString())
                .tenantId(tenant)
                .clientId(clientId)
                .disableInstanceDiscovery()
                .executorService(CallerRuns.INSTANCE)
                .pipeline(requests.pipeline());
        return builder;
    }

    /**
     * Says that claims challenges are understood, as the SDK's client for Key Vault does: Entra ID then gives tokens that the vault can refuse
     * before they end.
     *
     * @throws RuntimeException whatever the SDK throws
     */
    AccessToken token(TokenCredential credential, Audience audience, @Nullable String claims) {
        TokenRequestContext context =
                new TokenRequestContext().addScopes(audience.scope()).setCaeEnabled(true);
        com.azure.core.credential.AccessToken token;
        if (claims == null) {
            token = credential.getTokenSync(context);
        } else {
            // azure-identity 1.19 drops claims on its way without Reactor.
            token = credential.getToken(context.setClaims(claims)).block();
        }
        return token == null
                ? token(null, Instant.MIN)
                : token(token.getToken(), token.getExpiresAt().toInstant());
    }

    /** @throws IllegalStateException when it is none that could be in a header */
    AccessToken token(@Nullable String value, Instant expires) {
        if (value == null || value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalStateException("not a token");
        }
        Instant now = clock.instant();
        Instant longest = now.plus(LONGEST);
        return new AccessToken(value, now, expires.isBefore(longest) ? expires : longest);
    }
}
