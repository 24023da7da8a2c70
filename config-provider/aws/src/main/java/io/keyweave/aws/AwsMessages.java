package io.keyweave.aws;

import static io.keyweave.aws.FailurePattern.at;

import io.keyweave.Failure;
import io.keyweave.Failure.Kind;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.aws.Incident.Step;
import io.keyweave.http.TransportException.Reason;
import io.keyweave.text.MessageTemplate;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads when AWS, or the way to it, is what failed. {@code docs/troubleshooting.md} has each by its code; a test holds that. The first
 * row that fits an incident is the one; each step ends with one that fits any.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes a pattern
enum AwsMessages {

    // The way to Secrets Manager

    HOST_UNKNOWN(
            "KW-8101",
            at(Step.SECRETS_MANAGER).silent(Reason.UNKNOWN_HOST),
            Kind.UNREACHABLE,
            "There is no host {host}: the region {region} is mistyped, or this network lacks the private DNS of its VPC endpoint.",
            "Compare with `aws account list-regions --query \"Regions[].RegionName\" --output text`; give the right region in the"
                    + " placeholder, by AWS_REGION or aws.region, or set aws.endpoint to the endpoint's own DNS name."),
    NAME_SERVICE(
            "KW-8102",
            at(Step.SECRETS_MANAGER).silent(Reason.NAME_SERVICE),
            Kind.UNREACHABLE,
            "The name service did not answer for {host}.",
            "Check DNS where this process runs, such as `nslookup {host}` in the pod, and network policies towards the name server."),
    TLS_UNTRUSTED(
            "KW-8103",
            at(Step.SECRETS_MANAGER).silent(Reason.TLS_UNTRUSTED),
            Kind.UNREACHABLE,
            "The TLS certificate of {host} is not trusted (no path to a trusted root); a proxy that inspects TLS causes that.",
            "Save the inspecting proxy's CA certificate as PEM and set ca=FILE; see who signed with"
                    + " `openssl s_client -connect {host} -showcerts`."),
    TLS_EXPIRED(
            "KW-8104",
            at(Step.SECRETS_MANAGER).silent(Reason.TLS_EXPIRED),
            Kind.UNREACHABLE,
            "The TLS certificate of {host} has expired or is not valid yet.",
            "Check this machine's clock first; if it is right, the certificate belongs to a proxy: renew it there."),
    TLS_WRONG_HOST(
            "KW-8105",
            at(Step.SECRETS_MANAGER).silent(Reason.TLS_WRONG_HOST),
            Kind.UNREACHABLE,
            "The TLS certificate of {host} is another host's.",
            "Check what the name resolves to here (`nslookup {host}`); an endpoint is asked under its own DNS name:"
                    + " `aws ec2 describe-vpc-endpoints --query \"VpcEndpoints[].DnsEntries[].DnsName\"`."),
    TLS(
            "KW-8106",
            at(Step.SECRETS_MANAGER).silent(Reason.TLS_FAILED, Reason.TLS_TIMEOUT),
            Kind.UNREACHABLE,
            "The TLS handshake with {host} failed.",
            "AWS needs TLS 1.2 or 1.3: check jdk.tls.client.protocols and jdk.tls.disabledAlgorithms of this JVM, and whether a"
                    + " firewall cuts the handshake off."),
    PROXY(
            "KW-8107",
            at(Step.SECRETS_MANAGER)
                    .silent(Reason.PROXY_UNREACHABLE, Reason.PROXY_AUTHENTICATION, Reason.PROXY_REFUSED),
            Kind.UNREACHABLE,
            "The proxy on the way to {host} did not let the request through« (it answered {proxy-status})».",
            "Correct HTTPS_PROXY or https.proxyHost and https.proxyPort, whichever is set here, allow {host} in the proxy, or list it in"
                    + " NO_PROXY or http.nonProxyHosts."),
    SLOW(
            "KW-8108",
            at(Step.SECRETS_MANAGER).silent(Reason.ANSWER_TIMEOUT),
            Kind.UNREACHABLE,
            "{host} accepted the request but did not finish an answer in time.",
            "Check proxies and firewalls on the way; https://health.aws.amazon.com tells whether the service itself is well."),
    CLOSED(
            "KW-8109",
            at(Step.SECRETS_MANAGER).silent(Reason.CLOSED),
            Kind.UNREACHABLE,
            "The connection to {host} was cut before an answer came.",
            "Something on the way resets connections: check firewall, proxy and idle time-outs."),
    NOT_AN_ANSWER(
            "KW-8110",
            at(Step.SECRETS_MANAGER).silent(Reason.TRUNCATED, Reason.NOT_HTTP, Reason.TOO_LARGE),
            Kind.INVALID_RESPONSE,
            "What {host} sent is not an answer of Secrets Manager: it is broken off, no HTTP, or far too long.",
            "A proxy or captive portal answers in its place, or cuts answers: compare with `curl -v https://{host}/ping` from the"
                    + " same place."),
    UNREACHED(
            "KW-8111",
            at(Step.SECRETS_MANAGER).silent(),
            Kind.UNREACHABLE,
            "{host} cannot be reached: nothing answers there, or the connection is refused.",
            "Allow outgoing TCP 443 to {host}; a subnet without internet access needs a VPC endpoint:"
                    + " `aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --service-name com.amazonaws.{region}.secretsmanager"
                    + " --vpc-id VPC --subnet-ids SUBNET`."),

    // Who asks

    TOKEN_EXPIRED(
            "KW-8121",
            at(Step.SECRETS_MANAGER).code("ExpiredTokenException", "ExpiredToken"),
            Kind.IDENTITY,
            "The temporary credentials of {source} have expired ({code}).",
            "Get new ones (`aws sso login`, or `aws sts assume-role`) and start again; credentials of a role (web identity, container,"
                    + " instance) are renewed by themselves: prefer those."),
    CREDENTIALS_UNKNOWN(
            "KW-8122",
            at(Step.SECRETS_MANAGER)
                    .code(
                            "UnrecognizedClientException",
                            "InvalidClientTokenId",
                            "MissingAuthenticationTokenException",
                            "MissingAuthenticationToken"),
            Kind.IDENTITY,
            "AWS does not know the access key of {source} ({code}): it was deleted or deactivated, or belongs to another partition.",
            "See whose it is with `aws sts get-caller-identity`, and make a new one with `aws iam create-access-key`, or use a role."),
    WRONG_REGION(
            "KW-8123",
            at(Step.SECRETS_MANAGER).code("InvalidSignatureException").says("scoped to"),
            Kind.MALFORMED,
            "{host} is not the endpoint of the region {region} ({code}: {said}).",
            "Give the region of the endpoint: in the placeholder ($<aws:REGION/NAME>), by AWS_REGION or by aws.region; or correct"
                    + " aws.endpoint."),
    CLOCK(
            "KW-8124",
            at(Step.SECRETS_MANAGER)
                    .code("InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed")
                    .says("Signature "),
            Kind.IDENTITY,
            "{host} says that this machine's clock is more than five minutes off ({code}: {said}).",
            "Set the clock: `chronyc tracking` shows the difference; Amazon's time server is 169.254.169.123."),
    SIGNATURE(
            "KW-8125",
            at(Step.SECRETS_MANAGER)
                    .code("InvalidSignatureException", "IncompleteSignatureException", "SignatureDoesNotMatch"),
            Kind.IDENTITY,
            "The signature does not fit: the secret access key of {source} is not that of its access key id ({code}).",
            "Set both again, without blanks or quotes; `aws sts get-caller-identity` with the same variables tells whether they fit."),
    KEY_REFUSED(
            "KW-8126",
            at(Step.SECRETS_MANAGER).code("AccessDeniedException").says("KMS"),
            Kind.REFUSED,
            "This identity may read the secret {secret} in {region}, but not use the KMS key that it is encrypted with ({code}: {said}). Its"
                    + " credentials come from {source}.",
            "Find the key with `aws secretsmanager describe-secret --region {region} --secret-id {secret} --query KmsKeyId`, then allow"
                    + " the identity kms:Decrypt in the key's policy (`aws kms put-key-policy`) or by"
                    + " `aws kms create-grant --region {region} --key-id KEY --grantee-principal ROLE_ARN --operations Decrypt`. A secret"
                    + " under the key aws/secretsmanager cannot be read from another account."),
    POLICY_MISSING(
            "KW-8127",
            at(Step.SECRETS_MANAGER).code("AccessDeniedException").says("is not authorized"),
            Kind.REFUSED,
            "{principal} may not read the secret {secret} in {region} ({code}« {reason}»). Its credentials come from {source}."
                    + "« Passed over, because it failed: {passed-over}.»",
            "If this identity is the right one, allow it secretsmanager:GetSecretValue: `aws iam put-role-policy --role-name ROLE"
                    + " --policy-name keyweave --policy-document '{policy}'`; for a secret of another account its resource policy must"
                    + " allow it too: `aws secretsmanager put-resource-policy`."),
    ACCESS_DENIED(
            "KW-8128",
            at(Step.SECRETS_MANAGER).code("AccessDeniedException", "AccessDenied"),
            Kind.REFUSED,
            "AWS forbids this identity to read the secret {secret} in {region} ({code}«: {said}»). Its credentials come from {source}.",
            "See who it is with `aws sts get-caller-identity`, and what its policies, the secret's (`aws secretsmanager"
                    + " get-resource-policy --region {region} --secret-id {secret}`) and the VPC endpoint's allow."),

    // What is there

    MARKED_FOR_DELETION(
            "KW-8141",
            at(Step.SECRETS_MANAGER).code("InvalidRequestException").says("marked for deletion"),
            Kind.MISSING,
            "The secret {secret} in {region} is scheduled for deletion ({code}).",
            "Take it back, as long as its recovery window lasts: `aws secretsmanager restore-secret --region {region} --secret-id {secret}`."),
    NO_VERSION(
            "KW-8142",
            at(Step.SECRETS_MANAGER).code("ResourceNotFoundException").says("secret value"),
            Kind.MISSING,
            "The secret {secret} in {region} is there, and has no such version or stage ({code}: {said}).",
            "Compare with `aws secretsmanager list-secret-version-ids --region {region} --secret-id {secret}`; a secret without any value"
                    + " gets one by `aws secretsmanager put-secret-value`."),
    NOT_FOUND(
            "KW-8143",
            at(Step.SECRETS_MANAGER).code("ResourceNotFoundException"),
            Kind.MISSING,
            "There is no secret {secret} in {region} in the account of this identity, or it was deleted ({code}). Its credentials come from"
                    + " {source}.",
            "Compare with `aws secretsmanager list-secrets --region {region} --query \"SecretList[].Name\" --output text`. One of another"
                    + " region is written $<aws:REGION/NAME>, one of another account by its whole ARN."),
    DECRYPTION(
            "KW-8144",
            at(Step.SECRETS_MANAGER).code("DecryptionFailure", "KMSInvalidStateException"),
            Kind.REFUSED,
            "The secret {secret} in {region} cannot be decrypted: its KMS key is disabled, scheduled for deletion or gone ({code}).",
            "Find the key with `aws secretsmanager describe-secret --region {region} --secret-id {secret} --query KmsKeyId`, then"
                    + " `aws kms enable-key --region {region} --key-id KEY` or `aws kms cancel-key-deletion`."),
    BAD_REQUEST(
            "KW-8145",
            at(Step.SECRETS_MANAGER)
                    .code("InvalidParameterException", "InvalidRequestException", "ValidationException"),
            Kind.MALFORMED,
            "Secrets Manager in {region} does not understand the request for {secret} ({code}: {said}).",
            "Correct name, version or stage in the placeholder: `aws secretsmanager describe-secret --region {region} --secret-id {secret}`."),
    NO_VALUE(
            "KW-8146",
            null,
            Kind.INVALID_RESPONSE,
            "What {host} sent for {secret} has no value or no version.",
            "A proxy or an emulator answers instead of Secrets Manager: check aws.endpoint and AWS_ENDPOINT_URL."),
    ANOTHER_SECRET(
            "KW-8147",
            null,
            Kind.INVALID_RESPONSE,
            "{host} sent another secret, or another version, than {secret}; it was not used.",
            "A proxy or cache on the way mixes up answers: go around it."),

    // How it is doing

    THROTTLED(
            "KW-8161",
            at(Step.SECRETS_MANAGER)
                    .code(
                            "ThrottlingException",
                            "Throttling",
                            "ThrottledException",
                            "TooManyRequestsException",
                            "RequestLimitExceeded",
                            "LimitExceededException",
                            "RequestThrottledException"),
            Kind.THROTTLED,
            "Secrets Manager in {region} throttles ({code}). The limit per account and region is 10,000 reads in a second, for all its"
                    + " clients together, and 100 for reads of many secrets at once.",
            "If a start failed, wait 10 s and start again, not all JVMs at once. A running JVM tries again by itself. For fewer requests raise"
                    + " ttl, or spread restarts with startup-spread (`java -jar keyweave-agent.jar simulate` computes it); see the use with"
                    + " `aws cloudwatch get-metric-statistics --namespace AWS/Usage`."),
    TOO_MANY(
            "KW-8162",
            at(Step.SECRETS_MANAGER).status(429, 429),
            Kind.THROTTLED,
            "{host} throttles (429).",
            "If a start failed, wait a minute and start again. A running JVM tries again by itself. For fewer requests raise ttl, or spread"
                    + " restarts with startup-spread; what answers may be a proxy or an emulator."),
    SERVICE_ERROR(
            "KW-8163",
            at(Step.SECRETS_MANAGER).status(500, 599),
            Kind.SERVICE_ERROR,
            "Secrets Manager in {region} answered {status}« {code}»: it has a problem.",
            "Look at https://health.aws.amazon.com; a start that may wait longer sets startup-timeout."),
    TIMED_OUT(
            "KW-8164",
            at(Step.SECRETS_MANAGER).status(408, 408),
            Kind.SERVICE_ERROR,
            "{host} answered 408: it, or a proxy, gave up waiting.",
            "Check a proxy on the way; a start that may wait longer sets startup-timeout."),
    UNEXPECTED(
            "KW-8165",
            at(Step.SECRETS_MANAGER),
            Kind.INVALID_RESPONSE,
            "{host} answered« {status}»« {code}», which is not an answer of Secrets Manager.",
            "A proxy or captive portal answers in its place: compare with `curl -v https://{host}/ping` from the same place."),

    // Credentials

    STS_UNREACHED(
            "KW-8171",
            at(Step.STS).silent(),
            Kind.UNREACHABLE,
            "{host}, which gives {source} its credentials, did not answer.",
            "Allow outgoing TCP 443 to {host}; a subnet without internet access needs a VPC endpoint:"
                    + " `aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --service-name com.amazonaws.{region}.sts --vpc-id VPC"
                    + " --subnet-ids SUBNET`."),
    WEB_IDENTITY_EXPIRED(
            "KW-8172",
            at(Step.STS).code("ExpiredTokenException", "ExpiredToken"),
            Kind.IDENTITY,
            "The token of {source} has expired ({code}).",
            "The kubelet renews it: check that the file is mounted from the service account's projected volume and not copied."),
    ROLE_REFUSED(
            "KW-8173",
            at(Step.STS).code("AccessDenied", "AccessDeniedException"),
            Kind.IDENTITY,
            "The role's trust policy does not let {source} assume it ({code}« {said}»).",
            "Compare the policy's conditions (issuer, sub, aud) with the service account: `aws iam get-role --role-name ROLE --query"
                    + " Role.AssumeRolePolicyDocument`; correct it with `aws iam update-assume-role-policy`."),
    WEB_IDENTITY_INVALID(
            "KW-8174",
            at(Step.STS).code("InvalidIdentityToken", "InvalidIdentityTokenException", "IDPRejectedClaim"),
            Kind.IDENTITY,
            "STS does not accept the token of {source} ({code}: {said}).",
            "Check that the cluster's issuer is known to the account: `aws iam list-open-id-connect-providers`."),
    STS_THROTTLED(
            "KW-8175",
            at(Step.STS).code("Throttling", "ThrottlingException", "RequestLimitExceeded"),
            Kind.THROTTLED,
            "STS throttles, which gives {source} its credentials ({code}).",
            "If a start failed, wait a minute and start again, not all JVMs at once. A running JVM tries again by itself. Fleets that restart"
                    + " at once use startup-spread."),
    STS_SERVICE_ERROR(
            "KW-8176",
            at(Step.STS).status(500, 599),
            Kind.SERVICE_ERROR,
            "STS, which gives {source} its credentials, answered {status}« {code}».",
            "Look at https://health.aws.amazon.com; a start that may wait longer sets startup-timeout."),
    STS_OTHER(
            "KW-8177",
            at(Step.STS),
            Kind.IDENTITY,
            "STS gave {source} no credentials ({status}« {code}»«: {said}»).",
            "Try the same with `aws sts get-caller-identity` where this process runs."),
    NO_CREDENTIALS(
            "KW-8178",
            at(Step.CREDENTIALS),
            Kind.IDENTITY,
            "There are no AWS credentials here« (asked: {asked})»«. {source}: {detail}».",
            "Give the pod, task or instance a role (EKS: `aws eks create-pod-identity-association`, EC2:"
                    + " `aws ec2 associate-iam-instance-profile`); on a laptop `aws configure sso`, then set AWS_PROFILE or aws.profile."
                    + " `aws sts get-caller-identity` tells who one is."),
    NO_REGION(
            "KW-8179",
            null,
            Kind.MALFORMED,
            "No region is known for this secret: the placeholder names none, and neither settings, environment, profile nor instance"
                    + " metadata do.",
            "Write it into the placeholder ($<aws:eu-west-1/NAME>), or set aws.region or AWS_REGION; `aws configure get region` shows the"
                    + " profile's."),

    // Settings

    WRONG_ENDPOINT(
            "KW-8191",
            null,
            Kind.MALFORMED,
            "{origin} is not an https address with a host.",
            "Give the address of the endpoint, such as aws.endpoint=https://vpce-0123.secretsmanager.eu-west-1.vpce.amazonaws.com."),
    WRONG_CA(
            "KW-8192",
            null,
            Kind.MALFORMED,
            "{origin}: {detail}.",
            "Give ca= the path of a file with PEM certificates (-----BEGIN CERTIFICATE-----)."),
    WRONG_PROXY("KW-8193", null, Kind.MALFORMED, "{detail}.", "Correct the proxy setting.");

    private final String code;
    private final @Nullable FailurePattern pattern;
    private final Kind kind;
    private final String cause;
    private final String remedy;

    AwsMessages(String code, @Nullable FailurePattern pattern, Kind kind, String cause, String remedy) {
        this.code = code;
        this.pattern = pattern;
        this.kind = kind;
        this.cause = cause;
        this.remedy = remedy;
    }

    static AwsMessages of(Incident incident) {
        for (AwsMessages row : values()) {
            if (row.pattern != null && row.pattern.fits(incident)) {
                return row;
            }
        }
        throw new IllegalStateException("no row for " + incident.step());
    }

    /** Whether other credentials from the same source may help next time. */
    boolean credentialsEnded() {
        return this == TOKEN_EXPIRED || this == CREDENTIALS_UNKNOWN;
    }

    /** By which {@code docs/troubleshooting.md} has it. */
    String code() {
        return code;
    }

    Kind kind() {
        return kind;
    }

    /** The text with its facts to be filled in. */
    String causeTemplate() {
        return cause;
    }

    String remedyTemplate() {
        return remedy;
    }

    /** Of a setting that cannot be used. */
    SecretException unusable(Map<String, String> facts) {
        return new SecretException(failure(null, facts, null, Duration.ZERO));
    }

    Failure failure(@Nullable SecretRef ref, Map<String, String> facts, @Nullable Incident incident, Duration elapsed) {
        return new Failure(
                        kind,
                        ref,
                        MessageTemplate.fill(cause, facts).strip(),
                        MessageTemplate.fill(remedy, facts),
                        incident == null ? 0 : incident.status(),
                        incident == null ? null : incident.code(),
                        incident == null ? null : incident.requestId(),
                        facts.containsKey("source") ? "credentials of " + facts.get("source") : null,
                        elapsed,
                        null)
                .coded(code);
    }
}
