package io.keyweave.devvault.aws;

import io.keyweave.devvault.Handler;
import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;
import io.keyweave.devvault.json.Json;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The instance metadata service, version 2: without a token from {@code PUT /latest/api/token} everything is 401.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html">IMDSv2</a>
 */
final class InstanceMetadataApi implements Handler {

    private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials/";
    private static final String EXTENDED = "/latest/meta-data/iam/security-credentials-extended/";
    private static final String ROLE = "application";

    private final RoleCredentials credentials;
    private final String region;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean noRole = new AtomicBoolean();

    InstanceMetadataApi(RoleCredentials credentials, String region) {
        this.credentials = credentials;
        this.region = region;
    }

    void detachRole(boolean detached) {
        noRole.set(detached);
    }

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        if (request.method().equals("PUT") && request.path().equals("/latest/api/token")) {
            if (request.header("X-aws-ec2-metadata-token-ttl-seconds") == null) {
                return problem(400);
            }
            String token = UUID.randomUUID().toString();
            tokens.add(token);
            return ServerResponse.of(200, "text/plain", token);
        }
        String token = request.header("X-aws-ec2-metadata-token");
        if (token == null || !tokens.contains(token)) {
            return problem(401);
        }
        String path = request.path();
        if (path.equals("/latest/dynamic/instance-identity/document")) {
            return ServerResponse.of(200, "text/plain", Json.write(Json.of("region", region)));
        }
        if (noRole.get()) {
            return problem(404);
        }
        for (String tree : new String[] {CREDENTIALS, EXTENDED}) {
            if (path.equals(tree)) {
                return ServerResponse.of(200, "text/plain", ROLE);
            }
            if (path.equals(tree + ROLE)) {
                return ServerResponse.of(200, "text/plain", Json.write(credentials.issue()));
            }
        }
        return problem(404);
    }

    @Override
    public ServerResponse problem(int status) {
        return ServerResponse.of(status, "text/html", "<?xml version=\"1.0\"?><html><h1>" + status + "</h1></html>");
    }
}
