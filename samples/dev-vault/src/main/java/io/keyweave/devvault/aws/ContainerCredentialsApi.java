package io.keyweave.devvault.aws;

import io.keyweave.devvault.Handler;
import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;
import io.keyweave.devvault.json.Json;

/**
 * What ECS tasks and EKS Pod Identity ask for credentials; the caller shows the token of its environment.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">Container credentials</a>
 */
record ContainerCredentialsApi(RoleCredentials credentials, String token) implements Handler {

    static final String PATH = "/v1/credentials";

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        if (!request.path().equals(PATH)) {
            return problem(404);
        }
        if (!token.equals(request.header("Authorization"))) {
            return problem(401);
        }
        return ServerResponse.json(200, credentials.issue());
    }

    @Override
    public ServerResponse problem(int status) {
        String code = status == 401 ? "AccessDeniedException" : "InternalServerException";
        return ServerResponse.json(status, Json.of("code", code, "message", "The request was refused."));
    }

    @Override
    public boolean authenticated(ReceivedRequest request) {
        return request.header("Authorization") != null;
    }
}
