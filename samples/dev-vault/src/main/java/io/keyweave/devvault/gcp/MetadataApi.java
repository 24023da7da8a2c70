package io.keyweave.devvault.gcp;

import io.keyweave.devvault.Handler;
import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;
import io.keyweave.devvault.json.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata server of Compute Engine, GKE and Cloud Run tells the processes on a machine. A request must show by a header
 * that it was not tricked into asking.
 *
 * @see <a href="https://cloud.google.com/compute/docs/metadata/overview">VM metadata</a>
 */
final class MetadataApi implements Handler {

    private static final String FLAVOR = "Metadata-Flavor";
    private static final String ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default";

    private final AccessTokens tokens;
    private final String project;
    private final String projectNumber;
    private volatile @Nullable ServiceAccount account;
    private volatile Set<String> accessScopes = Set.of(SecretManagerApi.CLOUD_PLATFORM);

    MetadataApi(AccessTokens tokens, ServiceAccount account, String project, String projectNumber) {
        this.tokens = tokens;
        this.account = account;
        this.project = project;
        this.projectNumber = projectNumber;
    }

    void account(@Nullable ServiceAccount next) {
        account = next;
    }

    void accessScopes(Set<String> scopes) {
        accessScopes = Set.copyOf(scopes);
    }

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        return answer(request).with(FLAVOR, "Google").with("Server", "Metadata Server for VM");
    }

    private ServerResponse answer(ReceivedRequest request) {
        if (!request.method().equals("GET")) {
            return ServerResponse.empty(405);
        }
        String path = request.path();
        if (path.isEmpty() || path.equals("/")) {
            return text("computeMetadata/\n");
        }
        if (!"Google".equals(request.header(FLAVOR)) || request.header("X-Forwarded-For") != null) {
            return ServerResponse.of(
                    403, "text/html; charset=UTF-8", "Missing required header: Metadata-Flavor: Google");
        }
        ServiceAccount present = account;
        if (path.startsWith(ACCOUNT) && present == null) {
            return problem(404);
        }
        return switch (path) {
            case "/computeMetadata/v1/project/project-id" -> text(project);
            case "/computeMetadata/v1/project/numeric-project-id" -> text(projectNumber);
            case ACCOUNT + "/email" -> text(String.valueOf(present));
            case ACCOUNT + "/scopes" -> text(String.join("\n", accessScopes));
            case ACCOUNT + "/token" ->
                ServerResponse.json(
                        200,
                        Json.of(
                                "access_token",
                                // The scopes of a virtual machine are its own, whatever the request names.
                                tokens.issue(String.valueOf(present), accessScopes),
                                "expires_in",
                                tokens.lifetime().toSeconds(),
                                "token_type",
                                "Bearer"));
            default -> problem(404);
        };
    }

    @Override
    public ServerResponse problem(int status) {
        return ServerResponse.of(
                        status,
                        "text/html; charset=UTF-8",
                        "<!DOCTYPE html><html><title>Error " + status + "</title></html>")
                .with(FLAVOR, "Google");
    }

    private static ServerResponse text(String body) {
        return ServerResponse.of(200, "application/text", body);
    }
}
