package io.keyweave.devvault.aws;

import io.keyweave.devvault.Jwt;
import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * AssumeRoleWithWebIdentity: the token of a Kubernetes service account against credentials of a role. The token's signature,
 * issuer, audience, subject and lifetime are verified.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
 */
final class SecurityTokenApi {

    static final String AUDIENCE = "sts.amazonaws.com";

    private static final String OPERATION = "AssumeRoleWithWebIdentity";
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private final AccessKeys keys;
    private final String account;
    private final String role;
    private final String issuer;
    private final String subject;
    private final PublicKey clusterKey;
    private final AtomicBoolean roleRefused = new AtomicBoolean();

    /** @param role the ARN of the role that the subject may assume */
    SecurityTokenApi(
            AccessKeys keys, String account, String role, String issuer, String subject, PublicKey clusterKey) {
        this.keys = keys;
        this.account = account;
        this.role = role;
        this.issuer = issuer;
        this.subject = subject;
        this.clusterKey = clusterKey;
    }

    void refuseRole(boolean refused) {
        roleRefused.set(refused);
    }

    static String subject(ReceivedRequest request) {
        return request.form().getOrDefault("Action", "") + " " + request.form().getOrDefault("RoleArn", "");
    }

    ServerResponse handle(ReceivedRequest request) {
        Map<String, String> form = request.form();
        if (!OPERATION.equals(form.get("Action"))) {
            return error(400, "InvalidAction", "Could not find operation " + form.get("Action"));
        }
        Jwt token;
        try {
            token = Jwt.parse(form.getOrDefault("WebIdentityToken", ""));
        } catch (IllegalArgumentException e) {
            return error(400, "InvalidIdentityToken", "The ID Token provided is not a valid JWT.");
        }
        if (!token.claim("iss").equals(issuer) || !token.signedBy(clusterKey)) {
            return error(
                    400,
                    "InvalidIdentityToken",
                    "No OpenIDConnect provider found in your account for " + token.claim("iss"));
        }
        if (!token.claim("aud").equals(AUDIENCE)) {
            return error(400, "InvalidIdentityToken", "Incorrect token audience");
        }
        long now = Instant.now().getEpochSecond();
        if (token.seconds("exp", 0) <= now) {
            return error(
                    400,
                    "ExpiredTokenException",
                    "Token expired: current date/time " + now + " must be before the expiration date/time "
                            + token.seconds("exp", 0));
        }
        if (roleRefused.get() || !token.claim("sub").equals(subject) || !Objects.equals(form.get("RoleArn"), role)) {
            return error(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        }
        return assumed(form.getOrDefault("RoleSessionName", "session"), token);
    }

    private ServerResponse assumed(String session, Jwt token) {
        String name = role.substring(role.lastIndexOf('/') + 1);
        String principal = "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session;
        AccessKey key = keys.session(principal, account);
        String result = element("SubjectFromWebIdentityToken", token.claim("sub"))
                + element("Audience", AUDIENCE)
                + "<AssumedRoleUser>"
                + element("Arn", principal)
                + element("AssumedRoleId", "AROAEXAMPLE:" + session)
                + "</AssumedRoleUser><Credentials>"
                + element("AccessKeyId", key.id())
                + element("SecretAccessKey", key.secret())
                + element("SessionToken", String.valueOf(key.sessionToken()))
                + element("Expiration", String.valueOf(key.expires()))
                + "</Credentials>";
        String body = "<" + OPERATION + "Response xmlns=\"" + NAMESPACE + "\"><" + OPERATION + "Result>" + result + "</"
                + OPERATION + "Result><ResponseMetadata>"
                + element("RequestId", UUID.randomUUID().toString())
                + "</ResponseMetadata></" + OPERATION + "Response>";
        return ServerResponse.of(200, "text/xml", body);
    }

    private static ServerResponse error(int status, String code, String message) {
        String body = "<ErrorResponse xmlns=\"" + NAMESPACE + "\"><Error>"
                + element("Type", "Sender")
                + element("Code", code)
                + element("Message", message)
                + "</Error>"
                + element("RequestId", UUID.randomUUID().toString())
                + "</ErrorResponse>";
        return ServerResponse.of(status, "text/xml", body);
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + name + ">";
    }
}
