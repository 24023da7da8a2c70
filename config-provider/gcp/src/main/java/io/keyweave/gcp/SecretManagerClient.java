package io.keyweave.gcp;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.EarlyConnection;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads versions of secrets: one request each, {@code :access} of Secret Manager's REST API. Thread-safe.
 *
 * @see <a href="https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access">access</a>
 */
final class SecretManagerClient {

    private final Transport wire;
    private final Authorizations authorizations;
    private final @Nullable URI endpoint;
    private final AtomicBoolean first = new AtomicBoolean(true);

    /** The number of each project, as its first answer said: a project keeps its number forever. */
    private final Map<String, String> numbers = new ConcurrentHashMap<>();

    /** @param endpoint what the settings say, or {@code null} for Google's own */
    SecretManagerClient(Transport wire, Authorizations authorizations, @Nullable URI endpoint) {
        this.wire = wire;
        this.authorizations = authorizations;
        this.endpoint = endpoint;
    }

    /** Whose login is in use, or {@code null} before there was one. */
    @Nullable
    CallerIdentity caller() {
        return authorizations.caller();
    }

    Secret access(SecretRef ref, SecretResource resource, Deadline deadline) {
        URI address = address(resource);
        FailureFacts facts = new FailureFacts(ref, resource, address.getHost());
        // The first login and the first connection keep a processor busy each, and neither needs the other.
        EarlyConnection early = first.compareAndSet(true, false)
                ? EarlyConnection.begin("keyweave-gcp-connection", wire, address, deadline)
                : null;
        Authorization shown = authorize(facts, deadline);
        if (early != null) {
            try {
                early.await();
            } catch (TransportException e) {
                throw unanswered(e, facts);
            }
        }
        ClientResponse response = send(address, shown, facts, deadline, false);
        if (response.status() == 401) {
            authorizations.reject(shown);
            if (!shown.fresh()) {
                shown = authorize(facts, deadline);
                response = send(address, shown, facts, deadline, false);
            }
        }
        if (response.status() != 200) {
            throw failed(ApiError.message(response, facts), facts);
        }
        SecretAnswer answer = read(response, facts);
        if (!fits(answer, resource)) {
            // The connection may be one answer behind: whatever is kept is closed, and a new one decides.
            ClientRequest request = request(address, shown);
            wire.discardKept(request);
            response = send(address, shown, facts, deadline, true);
            if (response.status() != 200) {
                throw failed(ApiError.message(response, facts), facts);
            }
            answer = read(response, facts);
            if (!fits(answer, resource)) {
                throw failed(GcpMessage.ANSWER_OF_ANOTHER_SECRET, facts.with("answered", answer.toString()));
            }
        }
        numbers.putIfAbsent(resource.project(), answer.project());
        return Secret.of(answer.value(), answer.version());
    }

    private SecretAnswer read(ClientResponse response, FailureFacts facts) {
        SecretAnswer answer = SecretAnswer.of(AnswerBody.of(response));
        if (answer == null) {
            throw failed(GcpMessage.NOT_SECRET_MANAGER, facts.status(200));
        }
        if (!answer.whole()) {
            throw failed(
                    GcpMessage.CHECKSUM_MISMATCH,
                    facts.status(200)
                            .with("version", answer.version())
                            .with("computed", Long.toHexString(answer.computed()))
                            .with("expected", Long.toHexString(answer.expected() == null ? 0 : answer.expected())));
        }
        return answer;
    }

    /** Whether it is the secret that was asked for. An answer names the project by its number. */
    private boolean fits(SecretAnswer answer, SecretResource asked) {
        String number = numbers.get(asked.project());
        boolean project = answer.project().equals(asked.project())
                || (number == null
                        ? isNumber(answer.project()) && !isNumber(asked.project())
                        : answer.project().equals(number));
        return project
                && answer.rest().equals(asked.afterProject())
                && isNumber(answer.version())
                && (!isNumber(asked.version()) || answer.version().equals(asked.version()));
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private Authorization authorize(FailureFacts facts, Deadline deadline) {
        try {
            Authorization authorization = authorizations.get(deadline);
            facts.who(authorization.identity());
            facts.proof(String.valueOf(authorization.headers().get("Authorization")));
            return authorization;
        } catch (LoginException e) {
            throw failed(e.row(), e.complete(facts));
        }
    }

    private ClientResponse send(
            URI address, Authorization shown, FailureFacts facts, Deadline deadline, boolean overNewConnection) {
        ClientRequest request = request(address, shown);
        try {
            return wire.send(overNewConnection ? request.overNewConnection() : request, deadline);
        } catch (TransportException e) {
            throw unanswered(e, facts);
        }
    }

    private static SecretException unanswered(TransportException e, FailureFacts facts) {
        GcpMessage row =
                switch (e.reason()) {
                    case TRUNCATED, NOT_HTTP, TOO_LARGE -> GcpMessage.BROKEN_ANSWER;
                    case TLS_UNTRUSTED, TLS_EXPIRED, TLS_WRONG_HOST -> GcpMessage.TLS_NOT_TRUSTED;
                    default -> GcpMessage.UNREACHABLE;
                };
        return failed(row, facts.with("detail", TransportWords.of(e)));
    }

    private static ClientRequest request(URI address, Authorization shown) {
        ClientRequest request =
                ClientRequest.get(address).with("User-Agent", "keyweave").with("Accept", "application/json");
        for (Map.Entry<String, String> header : shown.headers().entrySet()) {
            request = request.with(header.getKey(), header.getValue());
        }
        return request;
    }

    private URI address(SecretResource resource) {
        String base = endpoint == null ? "https://" + resource.host() : endpoint.toString();
        return URI.create(base + "/v1/" + resource.name() + ":access");
    }

    private static SecretException failed(GcpMessage row, FailureFacts facts) {
        Failure failure = row.failure(facts);
        return new SecretException(failure);
    }
}
