package io.keyweave.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.keyweave.azure.Incident.FailedStep;
import io.keyweave.azure.identity.AccessToken;
import io.keyweave.azure.identity.Audience;
import io.keyweave.azure.identity.TokenCache;
import io.keyweave.azure.identity.TokenException;
import io.keyweave.azure.transport.SdkHttpClient;
import io.keyweave.azure.transport.SdkResponse;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import io.keyweave.timeline.Timeline;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The only policy of the pipeline to one vault: puts a token on each request, and lets nothing but a 200 through. Thread-safe.
 *
 * <p><b>Which token.</b> For a host under the cloud's own suffix the audience is known and a token is asked for at once. Any other host,
 * or an identity without a tenant, is asked without a token first, once for all fetches, and answers with a challenge. The
 * challenge may choose the audience only within the host asked ({@link BearerChallenge#fits}) and must name the authority in force;
 * otherwise nothing is sent, since a host that could choose freely would get a token for, say, Azure's management API.
 *
 * <p><b>Why not the SDK's own.</b> {@code KeyVaultCredentialPolicy} asks every vault without a token first, believes any authority, keeps
 * challenges for the whole process, and does not look at a 401 without a challenge. Its base class,
 * {@code BearerTokenAuthenticationPolicy}, keeps tokens by the system's clock and renews them on threads that are not ours.
 *
 * <p><b>Whose answer.</b> Each request carries an id that Key Vault repeats in its answer, whatever its status. An answer with another
 * id belongs to another request: a connection, ours or one of a proxy that opens up TLS, is out of step.
 */
final class VaultTokenPolicy implements HttpPipelinePolicy {

    private static final HttpHeaderName REQUEST_ID = HttpHeaderName.X_MS_CLIENT_REQUEST_ID;

    private final Vault vault;
    private final VaultAccount account;
    private final Transport transport;
    private final @Nullable Audience known;
    private @Nullable CompletableFuture<Audience> asking;

    /** @param known what tokens for this vault are for, {@code null}: ask the vault */
    VaultTokenPolicy(Vault vault, VaultAccount account, Transport transport, @Nullable Audience known) {
        this.vault = vault;
        this.account = account;
        this.transport = transport;
        this.known = known;
    }

    /** One request on its way through the pipeline. */
    private record Passage(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next, VaultCall call) {

        /** @throws IncidentException when no answer came, or one to another request */
        SdkResponse send(@Nullable AccessToken token) {
            String id = VaultCall.nextRequestId();
            context.getHttpRequest().setHeader(REQUEST_ID, id);
            if (token != null) {
                context.getHttpRequest().setHeader(HttpHeaderName.AUTHORIZATION, token.authorization());
            }
            try {
                SdkResponse response = (SdkResponse) next.clone().processSync();
                String answered = response.received().header("x-ms-client-request-id");
                if (answered != null && !answered.equalsIgnoreCase(id)) {
                    throw IncidentException.misdirected(incident(
                            Incident.answered(FailedStep.ANSWER, response.getStatusCode(), "request"),
                            response.received()));
                }
                return response;
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof TransportException silence) {
                    throw new IncidentException(silent(silence));
                }
                throw e;
            }
        }

        Deadline deadline() {
            return call.deadline();
        }
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return Mono.error(new IllegalStateException("for the client that waits only"));
    }

    /** @throws IncidentException for everything but a 200 */
    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        Passage passage = new Passage(context, next, VaultCall.of(context.getContext()));
        Audience audience = known == null ? audience(passage) : known;
        passage.call().audience(audience);
        SdkResponse response = authorized(passage, audience);
        if (response.getStatusCode() == 200) {
            return response;
        }
        throw refused(response.received());
    }

    private SdkResponse authorized(Passage passage, Audience audience) {
        AccessToken token = token(passage, audience);
        long begun = Timeline.now();
        SdkResponse response = passage.send(token);
        Timeline.phase("get", begun);
        if (response.getStatusCode() != 401) {
            return response;
        }
        VaultError error = VaultError.of(response.received());
        if (!error.keyVaults() || "AKV10032".equals(error.code())) {
            // Another token changes neither a gateway's mind nor the tenant.
            return response;
        }
        BearerChallenge challenge = BearerChallenge.of(response.received());
        AccessToken other = instead(token, audience, challenge == null ? null : challenge.claims(), passage.deadline());
        return other == null ? response : passage.send(other);
    }

    private static IncidentException refused(ClientResponse response) {
        VaultError error = VaultError.of(response);
        String code = error.code();
        boolean missing = response.status() == 404 && "SecretNotFound".equals(code);
        boolean disabled = response.status() == 403 && "SecretDisabled".equals(code);
        if (response.status() == 404 && !missing) {
            code = null;
        }
        Incident incident = told(Incident.answered(FailedStep.VAULT, response.status(), code), error, response);
        // Of these two nobody says which secret they are about, and a value would go.
        boolean doubtful = (missing || disabled)
                && response.overKeptConnection()
                && response.header("x-ms-client-request-id") == null;
        return doubtful ? IncidentException.misdirected(incident) : new IncidentException(incident);
    }

    private static Incident told(Incident incident, VaultError error, ClientResponse response) {
        NetworkInfo network = NetworkInfo.of(response);
        String address = error.clientAddress() != null ? error.clientAddress() : network.address();
        return incident(incident, response)
                .with("client-ip", address)
                .with("way", network.way())
                .with("subnet", error.subnet() ? "yes" : null)
                .with("perimeter", error.perimeter() ? "yes" : null)
                .with("foreign", isForeign(response.status(), error) ? "yes" : null)
                .with("expected-tenant", error.expectedTenant());
    }

    /** Key Vault gives a reason for each of these, in JSON. A gateway, a filter or another server answers with a page of its own. */
    private static boolean isForeign(int status, VaultError error) {
        return !error.keyVaults() && (status == 400 || status == 401 || status == 403 || status == 404);
    }

    /** With what every answer tells. */
    static Incident incident(Incident incident, ClientResponse response) {
        return incident.asked(plain(response.header("x-ms-request-id")), response.retryAfter());
    }

    /** The request id goes into messages: nothing but an id may come that way. */
    private static @Nullable String plain(@Nullable String id) {
        return id != null && id.length() <= 64 && id.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-')
                ? id
                : null;
    }

    private static Incident silent(TransportException e) {
        return Incident.silent(FailedStep.VAULT, e.reason())
                .with("detail", e.getMessage())
                .with("proxy-status", e.proxyStatus() == 0 ? null : String.valueOf(e.proxyStatus()));
    }

    /** Who has to wait for a token keeps a connection meanwhile: the vault can be asked as soon as it comes. */
    private AccessToken token(Passage passage, Audience audience) {
        Deadline deadline = passage.deadline();
        if (account.tokens().prospect(audience) != TokenCache.Prospect.WAIT) {
            return token(audience, deadline);
        }
        TransportException unreachable;
        try (Transport.Held held =
                transport.hold(SdkHttpClient.translate(passage.context().getHttpRequest()), deadline)) {
            return token(audience, deadline);
        } catch (TransportException e) {
            unreachable = e;
        }
        if (!deadline.over()) {
            // What is wrong with the identity is said rather than what is wrong with the vault: it comes first.
            token(audience, deadline);
        }
        throw new IncidentException(silent(unreachable));
    }

    private AccessToken token(Audience audience, Deadline deadline) {
        try {
            return account.tokens().get(audience, deadline);
        } catch (TokenException e) {
            throw new IncidentException(account.incident(e));
        }
    }

    private @Nullable AccessToken instead(
            AccessToken token, Audience audience, @Nullable String claims, Deadline deadline) {
        try {
            return account.tokens().insteadOf(token, audience, claims, deadline);
        } catch (TokenException e) {
            throw new IncidentException(account.incident(e));
        }
    }

    /** Asked once; fetches that come meanwhile share the outcome, good or bad. A bad one is not kept. */
    private Audience audience(Passage passage) {
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
            return join(shared, passage.deadline());
        }
        try {
            long begun = Timeline.now();
            Audience audience = believe(passage.send(null).received());
            Timeline.phase("challenge", begun);
            shared.complete(audience);
            return audience;
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                asking = null;
            }
            shared.completeExceptionally(e);
            throw e;
        }
    }

    private static Audience join(CompletableFuture<Audience> shared, Deadline deadline) {
        try {
            return shared.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IncidentException failed
                    ? failed
                    : new IncidentException(Incident.silent(FailedStep.VAULT, TransportException.Reason.CLOSED));
        } catch (TimeoutException e) {
            throw new IncidentException(Incident.silent(FailedStep.VAULT, TransportException.Reason.ANSWER_TIMEOUT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IncidentException(Incident.silent(FailedStep.VAULT, TransportException.Reason.CLOSED));
        }
    }

    private Audience believe(ClientResponse response) {
        BearerChallenge challenge = response.status() == 401 ? BearerChallenge.of(response) : null;
        if (challenge == null || challenge.resource() == null) {
            VaultError error = VaultError.of(response);
            if (response.status() == 200 || (response.status() == 401 && error.keyVaults())) {
                throw new IncidentException(Incident.answered(FailedStep.CHALLENGE, response.status(), null));
            }
            throw new IncidentException(
                    told(Incident.answered(FailedStep.VAULT, response.status(), error.code()), error, response));
        }
        if (!challenge.fits(vault.host())) {
            throw new IncidentException(
                    Incident.answered(FailedStep.CHALLENGE, 401, "resource").with("resource", challenge.resource()));
        }
        if (!account.trustsAuthority(challenge.authority())) {
            throw new IncidentException(Incident.answered(FailedStep.CHALLENGE, 401, "authority")
                    .with("authority", challenge.authority() == null ? "nowhere" : challenge.authority())
                    .with("expected-authority", account.authority()));
        }
        boolean needed = account.tokens().identity().needsTenant();
        return new Audience(challenge.resource(), needed ? challenge.tenant() : null);
    }
}
