package io.keyweave.devvault.aws;

import io.keyweave.devvault.Handler;
import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;

/** Both services of one port: a request with a target is for Secrets Manager, a form for STS. */
record AwsApi(SecretsManagerApi secrets, SecurityTokenApi tokens) implements Handler {

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        if (!request.method().equals("POST") || !request.path().equals("/")) {
            return AwsError.UNKNOWN_OPERATION.response();
        }
        return forSecrets(request) ? secrets.handle(request) : tokens.handle(request);
    }

    @Override
    public ServerResponse problem(int status) {
        AwsError words =
                switch (status) {
                    case 403 -> AwsError.INVALID_SIGNATURE;
                    case 429 -> AwsError.THROTTLED;
                    case 503 -> AwsError.UNAVAILABLE;
                    default -> AwsError.INTERNAL;
                };
        ServerResponse response = words.response();
        return new ServerResponse(status, response.headers(), response.body());
    }

    @Override
    public String subject(ReceivedRequest request) {
        return forSecrets(request) ? SecretsManagerApi.subject(request) : SecurityTokenApi.subject(request);
    }

    @Override
    public boolean authenticated(ReceivedRequest request) {
        return request.header("Authorization") != null;
    }

    private static boolean forSecrets(ReceivedRequest request) {
        return request.header("X-Amz-Target") != null;
    }
}
