package io.keyweave.azure;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.azure.Incident.Stage;
import io.keyweave.azure.identity.AccessToken;
import io.keyweave.azure.identity.Audience;
import io.keyweave.azure.identity.RetryAfter;
import io.keyweave.azure.identity.TokenCache;
import io.keyweave.azure.identity.TokenException;
import io.keyweave.http.Deadline;
import io.keyweave.http.Request;
import io.keyweave.http.Response;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import io.keyweave.time.KeyweaveThreads;
import io.keyweave.timeline.Timeline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets of one vault. One attempt per call; the store decides about further ones. Thread-safe.
 *
 * <p><b>Which token.</b> For a host under the cloud's own suffix the audience is known and a token is asked for at once, in one
 * round trip less than the SDK. Any other host, or an identity without a tenant, is asked without a token first, once for all
 * fetches, and answers with a challenge. The challenge may choose the audience only within the host asked ({@link Challenge#fits}) and
 * must name the authority in force; otherwise nothing is sent, since a host that could choose freely would get a token for, say,
 * Azure's management API.
 */
final class VaultClient {

    /** GA in every cloud; nothing newer is needed to read a secret. */
    static final String API_VERSION = "7.4";

    private final Vault vault;
    private final VaultAccount account;
    private final Transport transport;
    private final @Nullable Audience known;
    private final AtomicBoolean connecting = new AtomicBoolean();
    private @Nullable CompletableFuture<Audience> asking;

    VaultClient(Vault vault, VaultAccount account, Transport transport, @Nullable String knownResource) {
        this.vault = vault;
        this.account = account;
        this.transport = transport;
        this.known = knownResource == null || account.tokens().identity().needsTenant()
                ? null
                : new Audience(knownResource, null);
    }

    /** A failure on the way, as facts. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Incident incident;

        Failed(Incident incident) {
            super(null, null, false, false);
            this.incident = incident;
        }
    }

    /** @throws SecretException with one {@link Failure} */
    Secret fetch(SecretRef ref, Deadline deadline) {
        long started = System.nanoTime();
        Audience audience = known;
        try {
            Request request = Request.get(vault.secret(ref.name(), ref.version()))
                    .with("Accept", "application/json")
                    .with("User-Agent", "keyweave");
            if (audience == null) {
                audience = audience(request, deadline);
            }
            return secret(authorized(request, audience, deadline), audience);
        } catch (Failed e) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
            throw new SecretException(account.failure(vault, ref, e.incident, audience, elapsed));
        }
    }

    private Response authorized(Request request, Audience audience, Deadline deadline) throws Failed {
        AccessToken token = token(request, audience, deadline);
        long begun = Timeline.now();
        Response response = send(request.with("Authorization", token.authorization()), deadline);
        Timeline.phase("get", begun);
        if (response.status() != 401
                || "AKV10032".equals(VaultAnswer.of(response).code())) {
            return response;
        }
        AccessToken other = instead(token, audience, deadline);
        return other == null ? response : send(request.with("Authorization", other.authorization()), deadline);
    }

    private Secret secret(Response response, Audience audience) throws Failed {
        VaultAnswer answer = VaultAnswer.of(response);
        Secret secret = response.status() == 200 ? answer.secret() : null;
        if (secret != null && secret.enabled()) {
            return secret;
        }
        String code = answer.code();
        if (response.status() == 404 && code != null && !code.equals("SecretNotFound")) {
            code = null;
        }
        Incident incident = secret != null
                ? Incident.answered(Stage.VAULT, 403, "SecretDisabled")
                : Incident.answered(Stage.VAULT, response.status(), code);
        throw new Failed(incident.asked(plain(response.header("x-ms-request-id")), RetryAfter.of(response))
                .with("client-ip", answer.clientAddress())
                .with("expected-tenant", answer.expectedTenant()));
    }

    /** The request id goes into messages: nothing but an id may come that way. */
    private static @Nullable String plain(@Nullable String id) {
        return id != null && id.length() <= 64 && id.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-')
                ? id
                : null;
    }

    private Response send(Request request, Deadline deadline) throws Failed {
        try {
            return transport.send(request, deadline);
        } catch (TransportException e) {
            throw new Failed(silent(e));
        }
    }

    private static Incident silent(TransportException e) {
        return Incident.silent(Stage.VAULT, e.reason())
                .with("detail", e.getMessage())
                .with("proxy-status", e.proxyStatus() == 0 ? null : String.valueOf(e.proxyStatus()));
    }

    /** Who has to wait for a token has a connection made meanwhile, or keeps one: the vault can be asked as soon as it comes. */
    private AccessToken token(Request request, Audience audience, Deadline deadline) throws Failed {
        TokenCache.Prospect prospect = account.tokens().prospect(audience);
        if (prospect == TokenCache.Prospect.REQUEST && known != null && connecting.compareAndSet(false, true)) {
            connectMeanwhile(request, deadline);
        }
        if (prospect != TokenCache.Prospect.WAIT) {
            return token(audience, deadline);
        }
        TransportException unreachable;
        try (Transport.Held held = transport.hold(request, deadline)) {
            return token(audience, deadline);
        } catch (TransportException e) {
            unreachable = e;
        }
        if (!deadline.over()) {
            // What is wrong with the identity is said rather than what is wrong with the vault: it comes first.
            token(audience, deadline);
        }
        throw new Failed(silent(unreachable));
    }

    /** Before the very first token: TLS takes a cold JVM about as long as the login does, and there mostly is a second processor. */
    private void connectMeanwhile(Request request, Deadline deadline) {
        Runnable early = () -> {
            try {
                transport.hold(request, deadline).close();
            } catch (TransportException | RuntimeException e) {
                // The request itself will meet it too, and says so.
            }
        };
        KeyweaveThreads.single("keyweave-connect", early).start();
    }

    private AccessToken token(Audience audience, Deadline deadline) throws Failed {
        try {
            return account.tokens().get(audience, deadline);
        } catch (TokenException e) {
            throw new Failed(account.incident(e));
        }
    }

    private @Nullable AccessToken instead(AccessToken token, Audience audience, Deadline deadline) throws Failed {
        try {
            return account.tokens().insteadOf(token, audience, deadline);
        } catch (TokenException e) {
            throw new Failed(account.incident(e));
        }
    }

    /** Asked once; fetches that come meanwhile share the outcome, good or bad. A bad one is not kept. */
    private Audience audience(Request request, Deadline deadline) throws Failed {
        CompletableFuture<Audience> shared;
        boolean mine = false;
        synchronized (this) {
            if (asking == null) {
                asking = new CompletableFuture<>();
                mine = true;
            }
            shared = asking;
        }
        if (!mine) {
            return join(shared, deadline);
        }
        try {
            long begun = Timeline.now();
            Audience audience = believe(send(request, deadline));
            Timeline.phase("challenge", begun);
            shared.complete(audience);
            return audience;
        } catch (Failed | RuntimeException | Error e) {
            synchronized (this) {
                asking = null;
            }
            shared.completeExceptionally(e);
            throw e;
        }
    }

    private static Audience join(CompletableFuture<Audience> shared, Deadline deadline) throws Failed {
        try {
            return shared.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failed failed
                    ? failed
                    : new Failed(Incident.silent(Stage.VAULT, TransportException.Reason.CLOSED));
        } catch (TimeoutException e) {
            throw new Failed(Incident.silent(Stage.VAULT, TransportException.Reason.ANSWER_TIMEOUT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed(Incident.silent(Stage.VAULT, TransportException.Reason.CLOSED));
        }
    }

    private Audience believe(Response response) throws Failed {
        Challenge challenge = response.status() == 401 ? Challenge.of(response) : null;
        if (challenge == null || challenge.resource() == null) {
            if (response.status() == 401 || response.status() == 200) {
                throw new Failed(Incident.answered(Stage.CHALLENGE, response.status(), null));
            }
            VaultAnswer answer = VaultAnswer.of(response);
            throw new Failed(Incident.answered(Stage.VAULT, response.status(), answer.code())
                    .asked(plain(response.header("x-ms-request-id")), RetryAfter.of(response))
                    .with("client-ip", answer.clientAddress()));
        }
        if (!challenge.fits(vault.host())) {
            throw new Failed(
                    Incident.answered(Stage.CHALLENGE, 401, "resource").with("resource", challenge.resource()));
        }
        if (!account.trustsAuthority(challenge.authority())) {
            throw new Failed(Incident.answered(Stage.CHALLENGE, 401, "authority")
                    .with("authority", challenge.authority() == null ? "nowhere" : challenge.authority())
                    .with("expected-authority", account.authority()));
        }
        boolean needed = account.tokens().identity().needsTenant();
        return new Audience(challenge.resource(), needed ? challenge.tenant() : null);
    }
}
