package io.keyweave.gcp;

import io.keyweave.Failure;
import io.keyweave.Failure.Kind;
import io.keyweave.SecretException;
import io.keyweave.text.MessageTemplate;
import java.util.Map;

/**
 * What a person reads when a secret is not available. {@code {fact}} is filled in; a part in «guillemets» is left out when a fact inside it is
 * unknown. {@code docs/troubleshooting.md} has each of them; a test holds that.
 */
enum GcpMessage {

    // Who may read

    PERMISSION_DENIED(
            "KW-8201",
            Kind.REFUSED,
            "Secret Manager does not let this identity ({identity}) read {resource}, or the secret does not exist (403"
                    + " PERMISSION_DENIED).",
            "Grant the role: `gcloud secrets add-iam-policy-binding {secret} --project={project}« --location={location}» --member={member}"
                    + " --role=roles/secretmanager.secretAccessor`; it takes up to some minutes to take effect. Whether the secret"
                    + " exists tells `gcloud secrets describe {secret} --project={project}« --location={location}»`."),
    API_DISABLED(
            "KW-8202",
            Kind.REFUSED,
            "The Secret Manager API is not enabled in project {consumer} (403 SERVICE_DISABLED).",
            "Enable it: `gcloud services enable secretmanager.googleapis.com --project={consumer}`; it takes some minutes to take"
                    + " effect."),
    SCOPE_INSUFFICIENT(
            "KW-8203",
            Kind.REFUSED,
            "The token of this identity ({identity}) lacks the scope cloud-platform (403 ACCESS_TOKEN_SCOPE_INSUFFICIENT): the access"
                    + " scopes of this machine leave Secret Manager out.",
            "Stop the machine and run `gcloud compute instances set-service-account VM --scopes=cloud-platform`; on GKE make the node"
                    + " pool with `--scopes=cloud-platform` or use Workload Identity."),
    OUTSIDE_PERIMETER(
            "KW-8204",
            Kind.REFUSED,
            "A perimeter of VPC Service Controls keeps this identity ({identity}) away from project {project} (403« {code}»).",
            "Give the perimeter an ingress rule for this identity and network: `gcloud access-context-manager perimeters list`; the"
                    + " audit log of the project has the unique identifier«: {detail}»."),
    QUOTA_PROJECT_DENIED(
            "KW-8205",
            Kind.REFUSED,
            "This identity ({identity}) may not use project {consumer} for quota and billing (403 USER_PROJECT_DENIED).",
            "Grant it: `gcloud projects add-iam-policy-binding {consumer} --member={member}"
                    + " --role=roles/serviceusage.serviceUsageConsumer`, or unset GOOGLE_CLOUD_QUOTA_PROJECT and quota_project_id of"
                    + " the credentials."),
    BILLING_DISABLED(
            "KW-8206",
            Kind.REFUSED,
            "Billing is disabled for project {consumer} (403 BILLING_DISABLED).",
            "Link a billing account: `gcloud billing projects link {consumer} --billing-account=ACCOUNT`."),
    FORBIDDEN(
            "KW-8207",
            Kind.REFUSED,
            "Secret Manager forbids this identity ({identity}) to read {resource} (403« {code}»)«: {detail}».",
            "See who may read it: `gcloud secrets get-iam-policy {secret} --project={project}« --location={location}»`."),
    TOKEN_REJECTED(
            "KW-8208",
            Kind.REFUSED,
            "Secret Manager rejected the token of this identity ({identity}) with 401« {code}».",
            "Check this machine's clock. Then check whether the key or the account was deleted or disabled«: `gcloud iam service-accounts keys"
                    + " list --iam-account={account}`»."),

    // What is there

    SECRET_MISSING(
            "KW-8211",
            Kind.MISSING,
            "There is no secret {secret} in project {project}«, region {location}», or it has no version (404 NOT_FOUND).",
            "Compare with `gcloud secrets list --project={project}« --location={location}»`; a deleted secret does not come back: `gcloud secrets"
                    + " create {secret} --project={project}« --location={location}» --data-file=-` makes a new one."),
    VERSION_MISSING(
            "KW-8212",
            Kind.MISSING,
            "Secret {secret} in project {project}«, region {location},» has no version {version} (404 NOT_FOUND).",
            "Compare with `gcloud secrets versions list {secret} --project={project}« --location={location}»`; aliases are shown by `gcloud secrets"
                    + " describe {secret} --project={project}« --location={location}»`."),
    VERSION_DISABLED(
            "KW-8213",
            Kind.DISABLED,
            "Version {number} of secret {secret} in project {project} is disabled (400 FAILED_PRECONDITION).",
            "Enable it: `gcloud secrets versions enable {number} --secret={secret} --project={project}« --location={location}»`, or add a version:"
                    + " `gcloud secrets versions add {secret} --project={project}« --location={location}» --data-file=-`. The latest version is"
                    + " the newest one, whether it is enabled or not."),
    VERSION_DESTROYED(
            "KW-8214",
            Kind.DISABLED,
            "Version {number} of secret {secret} in project {project} is destroyed, for good (400 FAILED_PRECONDITION).",
            "Add a version: `gcloud secrets versions add {secret} --project={project}« --location={location}» --data-file=-`, or name one that is"
                    + " enabled: `gcloud secrets versions list {secret} --project={project}« --location={location}» --filter=state=enabled`."),
    KEY_UNUSABLE(
            "KW-8215",
            Kind.REFUSED,
            "The Cloud KMS key of secret {secret} in project {project} cannot be used ({status})«: {detail}».",
            "Enable the key's version: `gcloud kms keys versions list --key=KEY --keyring=RING --location=LOCATION`, and grant Secret"
                    + " Manager's service agent roles/cloudkms.cryptoKeyEncrypterDecrypter on it."),
    PRECONDITION_FAILED(
            "KW-8216",
            Kind.SERVICE_ERROR,
            "Secret Manager cannot give {resource} in its present state ({status} FAILED_PRECONDITION)«: {detail}».",
            "See `gcloud secrets versions list {secret} --project={project}« --location={location}»`."),
    INVALID_ARGUMENT(
            "KW-8217",
            Kind.MALFORMED,
            "Secret Manager does not understand the request for {resource} ({status}« {code}»)«: {detail}».",
            "Check project, region and secret of the placeholder: `gcloud secrets describe {secret} --project={project}« --location={location}»`."),

    // How it is doing

    QUOTA_EXHAUSTED(
            "KW-8221",
            Kind.THROTTLED,
            "Secret Manager throttles (429 RESOURCE_EXHAUSTED)« and asks to wait {retry-after}»: 90,000 reads a minute per project are"
                    + " the limit, for all its clients together«. It says: {detail}».",
            "If a start failed, wait {wait} and start again, not all JVMs at once. A running JVM tries again by itself. For fewer requests"
                    + " raise ttl, spread restarts with startup-spread (`java -jar keyweave-agent.jar simulate` computes it), or see `gcloud"
                    + " alpha services quota list --service=secretmanager.googleapis.com --consumer=projects/{project}`."),
    SERVICE_ERROR(
            "KW-8222",
            Kind.SERVICE_ERROR,
            "{host} answered {status}« {code}»: Secret Manager or what is in front of it has a problem.",
            "Look at https://status.cloud.google.com; a start that may wait longer sets startup-timeout."),

    // What answered is not Secret Manager, or not whole

    CHECKSUM_MISMATCH(
            "KW-8231",
            Kind.INVALID_RESPONSE,
            "The value of {resource} arrived damaged: its CRC32C is {computed}, and Secret Manager says {expected}. It was not used.",
            "Something between this JVM and {host} changes answers: exempt {host} from inspection, or list it in NO_PROXY or"
                    + " http.nonProxyHosts. Compare with `gcloud secrets versions access {version} --secret={secret}"
                    + " --project={project}« --location={location}»`."),
    ANSWER_OF_ANOTHER_SECRET(
            "KW-8232",
            Kind.INVALID_RESPONSE,
            "{host} answered with another secret or version ({answered}) than the one asked for, twice; it was not used.",
            "A proxy that inspects TLS, or a gateway, mixes up answers: exempt {host} from inspection, or list it in NO_PROXY or"
                    + " http.nonProxyHosts."),
    NOT_SECRET_MANAGER(
            "KW-8233",
            Kind.INVALID_RESPONSE,
            "{host} answered {status}, but not as Secret Manager does: a gateway, a proxy or a web filter answered in its place.",
            "Allow {host} there, or go around it (NO_PROXY, http.nonProxyHosts); check gcp.endpoint if it is set. Keyweave follows no"
                    + " redirect, for a token would go along."),
    BROKEN_ANSWER(
            "KW-8234",
            Kind.INVALID_RESPONSE,
            "What {host} sent is not an answer of Secret Manager: {detail}.",
            "A proxy or captive portal answers in its place, or cuts answers: compare with `curl -v https://{host}/` from the same"
                    + " place."),
    UNREACHABLE(
            "KW-8235",
            Kind.UNREACHABLE,
            "Secret Manager at {host} cannot be reached: {detail}.",
            "Allow outgoing TCP 443 to {host}. A network without an external address needs Private Google Access or an endpoint of"
                    + " Private Service Connect (gcp.endpoint). Set HTTPS_PROXY when this network wants a proxy. Check the name with"
                    + " `nslookup {host}`."),
    TLS_NOT_TRUSTED(
            "KW-8236",
            Kind.UNREACHABLE,
            "The TLS certificate of {host} cannot be trusted: {detail}.",
            "Behind a proxy that inspects TLS set ca=FILE with its CA certificate; otherwise check this machine's clock and what the"
                    + " name resolves to (`nslookup {host}`)."),

    // Who we are

    NO_CREDENTIALS(
            "KW-8241",
            Kind.IDENTITY,
            "There are no Google credentials: GOOGLE_APPLICATION_CREDENTIALS is not set, there is no file {well-known}, and no metadata"
                    + " server answers at {host} ({detail}).",
            "On Google Cloud attach a service account to the machine, pod or service. Elsewhere set GOOGLE_APPLICATION_CREDENTIALS to a"
                    + " configuration of workload identity federation (`gcloud iam workload-identity-pools create-cred-config`) or to"
                    + " the file of a service account's key. On a developer's machine: `gcloud auth application-default login`."),
    CREDENTIALS_UNREADABLE(
            "KW-8242",
            Kind.IDENTITY,
            "The credentials in {file} ({origin}) cannot be used: {detail}.",
            "Give it the JSON file that `gcloud iam service-accounts keys create` or `gcloud iam workload-identity-pools"
                    + " create-cred-config` writes, readable by the user of this process."),
    NO_SERVICE_ACCOUNT(
            "KW-8243",
            Kind.IDENTITY,
            "The metadata server at {host} has no token for this machine ({status}): no service account is attached, or no access"
                    + " scope.",
            "Attach one: `gcloud compute instances set-service-account VM --service-account=EMAIL --scopes=cloud-platform`; on GKE"
                    + " check the annotation iam.gke.io/gcp-service-account of the pod's service account."),
    LOGIN_REFUSED(
            "KW-8244",
            Kind.IDENTITY,
            "{host} refused a token to {identity} ({status}« {code}»)«: {detail}».",
            "Check this machine's clock. Then check whether the account, its key, the pool or the provider was deleted or disabled«: `gcloud"
                    + " iam service-accounts keys list --iam-account={account}`». Pools are shown by `gcloud iam"
                    + " workload-identity-pools providers list --location=global --workload-identity-pool=POOL`."),
    LOGIN_UNREACHABLE(
            "KW-8245",
            Kind.UNREACHABLE,
            "{host}, which gives tokens to {identity}, cannot be reached: {detail}.",
            "Allow outgoing TCP 443 to {host}, or set HTTPS_PROXY when this network wants a proxy; behind a proxy that inspects TLS set"
                    + " ca=FILE with its CA certificate."),
    LOGIN_THROTTLED(
            "KW-8246",
            Kind.THROTTLED,
            "{host} gives no more tokens to {identity} for now (429)« and asks to wait {retry-after}».",
            "If a start failed, wait {wait} and start again, not all JVMs at once. A running JVM tries again by itself. Fleets that restart at"
                    + " once use startup-spread; a start that may wait longer sets startup-timeout."),
    LOGIN_SERVICE_ERROR(
            "KW-8247",
            Kind.SERVICE_ERROR,
            "{host}, which gives tokens to {identity}, answered {status}.",
            "Look at https://status.cloud.google.com; a start that may wait longer sets startup-timeout."),
    LOGIN_INVALID_RESPONSE(
            "KW-8248",
            Kind.INVALID_RESPONSE,
            "{host} answered {status} to a request for a token, but not with a token.",
            "A proxy or captive portal answers in its place: compare with `curl -v` from the same place."),
    LOGIN_FAILED(
            "KW-8249",
            Kind.IDENTITY,
            "There was no token for {identity}: {detail}.",
            "Check the credentials: `gcloud auth application-default print-access-token` with the same"
                    + " GOOGLE_APPLICATION_CREDENTIALS tells more."),

    // Settings

    WRONG_ENDPOINT(
            "KW-8291",
            Kind.MALFORMED,
            "{origin} must be an address such as https://secretmanager.googleapis.com.",
            "Give it scheme https, the host, and a port if it is not 443."),
    WRONG_CA(
            "KW-8292",
            Kind.MALFORMED,
            "{origin}: {detail}.",
            "Give ca= the path of a file with PEM certificates (-----BEGIN CERTIFICATE-----)."),
    WRONG_PROXY("KW-8293", Kind.MALFORMED, "{detail}.", "Correct the proxy setting.");

    private final String code;
    private final Kind kind;
    private final String cause;
    private final String remedy;

    GcpMessage(String code, Kind kind, String cause, String remedy) {
        this.code = code;
        this.kind = kind;
        this.cause = cause;
        this.remedy = remedy;
    }

    /** By which the documentation has it. */
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
        return new SecretException(
                Failure.local(kind, null, MessageTemplate.fill(cause, facts), MessageTemplate.fill(remedy, facts))
                        .coded(code));
    }

    Failure failure(FailureFacts facts) {
        Map<String, String> texts = facts.texts();
        return new Failure(
                        kind,
                        facts.ref(),
                        MessageTemplate.fill(cause, texts),
                        MessageTemplate.fill(remedy, texts),
                        facts.status(),
                        facts.code(),
                        null,
                        facts.identity(),
                        facts.elapsed(),
                        facts.retryAfter())
                .coded(code);
    }
}
