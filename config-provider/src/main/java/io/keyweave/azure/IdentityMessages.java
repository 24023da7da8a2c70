package io.keyweave.azure;

import static io.keyweave.azure.FailurePattern.at;
import static io.keyweave.http.TransportException.Reason.ANSWER_TIMEOUT;
import static io.keyweave.http.TransportException.Reason.CLOSED;
import static io.keyweave.http.TransportException.Reason.CONNECT_TIMEOUT;
import static io.keyweave.http.TransportException.Reason.NAME_SERVICE;
import static io.keyweave.http.TransportException.Reason.NOT_HTTP;
import static io.keyweave.http.TransportException.Reason.NO_ROUTE;
import static io.keyweave.http.TransportException.Reason.PROXY_AUTHENTICATION;
import static io.keyweave.http.TransportException.Reason.PROXY_REFUSED;
import static io.keyweave.http.TransportException.Reason.PROXY_UNREACHABLE;
import static io.keyweave.http.TransportException.Reason.REFUSED;
import static io.keyweave.http.TransportException.Reason.TLS_EXPIRED;
import static io.keyweave.http.TransportException.Reason.TLS_FAILED;
import static io.keyweave.http.TransportException.Reason.TLS_TIMEOUT;
import static io.keyweave.http.TransportException.Reason.TLS_UNTRUSTED;
import static io.keyweave.http.TransportException.Reason.TLS_WRONG_HOST;
import static io.keyweave.http.TransportException.Reason.TOO_LARGE;
import static io.keyweave.http.TransportException.Reason.TRUNCATED;
import static io.keyweave.http.TransportException.Reason.UNKNOWN_HOST;

import io.keyweave.Failure.Kind;
import io.keyweave.azure.Incident.FailedStep;

/** What a person reads when there was no token. See {@link FailureMessages}. */
enum IdentityMessages implements FailureMessage {

    // App registrations

    WRONG_CLIENT_SECRET(
            "KW-3001",
            at(FailedStep.ENTRA_ID).code("AADSTS7000215"),
            Kind.IDENTITY,
            "Entra ID says that the client secret of app {client-id} is wrong (AADSTS7000215); often the secret's id was pasted instead"
                    + " of its value.",
            "Make a new one and put its value where the old one was (client-secret or AZURE_CLIENT_SECRET):"
                    + " `az ad app credential reset --id {client-id} --append --query password -o tsv`."),
    EXPIRED_CLIENT_SECRET(
            "KW-3002",
            at(FailedStep.ENTRA_ID).code("AADSTS7000222"),
            Kind.IDENTITY,
            "The client secret of app {client-id} has expired (AADSTS7000222).",
            "Make a new one: `az ad app credential reset --id {client-id} --append --query password -o tsv`; better, move to a managed"
                    + " or workload identity, which has none."),
    EXPIRED_CERTIFICATE(
            "KW-3003",
            at(FailedStep.ENTRA_ID).code("AADSTS1000502"),
            Kind.IDENTITY,
            "The client certificate of app {client-id} is outside its validity (AADSTS1000502)«. Entra ID says: {detail}».",
            "Check this machine's clock. Then make a new certificate, register it with"
                    + " `az ad app credential reset --id {client-id} --append --cert @FILE.pem`, and put it where the old one is."),
    WRONG_CERTIFICATE(
            "KW-3004",
            at(FailedStep.ENTRA_ID).code("AADSTS700027", "AADSTS7000214", "AADSTS700030"),
            Kind.IDENTITY,
            "Entra ID does not accept the client certificate for app {client-id} ({code}): it is not registered there, or has"
                    + " expired.",
            "Register it: `az ad app credential reset --id {client-id} --append --cert @FILE.pem`."),
    ASSERTION_TIME(
            "KW-3005",
            at(FailedStep.ENTRA_ID).code("AADSTS700024"),
            Kind.IDENTITY,
            "Entra ID says that the assertion of app {client-id} is not valid now (AADSTS700024).",
            "Check this machine's clock; for workload identity, that the projected token file is being renewed."),
    FEDERATION_MISSING(
            "KW-3006",
            at(FailedStep.ENTRA_ID).code("AADSTS70025"),
            Kind.IDENTITY,
            "App {client-id} has no federated credential at all (AADSTS70025).",
            "Add one with the issuer of this cluster and the subject system:serviceaccount:NAMESPACE:NAME:"
                    + " `az identity federated-credential create` for a managed identity,"
                    + " `az ad app federated-credential create --id {client-id}` for an app; a new one works after some minutes."),
    FEDERATION_MISMATCH(
            "KW-3007",
            at(FailedStep.ENTRA_ID).code("AADSTS70021", "AADSTS700213", "AADSTS700211", "AADSTS700212"),
            Kind.IDENTITY,
            "Entra ID knows no federated credential of app {client-id} that fits this pod's token ({code})«. Entra ID says: {detail}».",
            "Compare issuer and subject (system:serviceaccount:NAMESPACE:NAME) with"
                    + " `az identity federated-credential list --identity-name NAME --resource-group GROUP`."),
    APP_NOT_IN_TENANT(
            "KW-3008",
            at(FailedStep.ENTRA_ID).code("AADSTS700016"),
            Kind.IDENTITY,
            "There is no app {client-id} in tenant {tenant} (AADSTS700016).",
            "Check client-id and tenant-id (AZURE_CLIENT_ID, AZURE_TENANT_ID): `az ad sp show --id {client-id}"
                    + " --query appOwnerOrganizationId`."),
    NO_SUCH_TENANT(
            "KW-3009",
            at(FailedStep.ENTRA_ID).code("AADSTS90002", "AADSTS900023"),
            Kind.IDENTITY,
            "There is no tenant {tenant} at {endpoint} ({code}).",
            "Check tenant-id (AZURE_TENANT_ID) with `az account show --query tenantId`; a tenant of a sovereign cloud needs cloud=."),
    WRONG_CLOUD(
            "KW-3010",
            at(FailedStep.ENTRA_ID).code("AADSTS500011"),
            Kind.IDENTITY,
            "Tenant {tenant} knows no resource {resource} (AADSTS500011): vault and identity are in different clouds.",
            "Set cloud= to the vault's cloud (public, china, usgov), or use an identity of that cloud."),
    CONDITIONAL_ACCESS(
            "KW-3011",
            at(FailedStep.ENTRA_ID).code("AADSTS53003", "AADSTS530003", "AADSTS530034"),
            Kind.IDENTITY,
            "Conditional access blocks app {client-id} ({code}).",
            "Ask the tenant's administrators for the policy in the sign-in log: search for the trace id."),
    ENTRA_PROXY_WANTS_PASSWORD(
            "KW-3012",
            at(FailedStep.ENTRA_ID).silent(PROXY_AUTHENTICATION),
            Kind.UNREACHABLE,
            "The proxy on the way to Entra ID at {endpoint} wants a user and password, or other ones (407).",
            "Set HTTPS_PROXY=http://user:password@proxy:port with special characters percent-encoded, or https.proxyUser and"
                    + " https.proxyPassword; only Basic authentication is spoken."),
    ENTRA_PROXY_UNREACHED(
            "KW-3013",
            at(FailedStep.ENTRA_ID).silent(PROXY_UNREACHABLE),
            Kind.UNREACHABLE,
            "The proxy on the way to Entra ID at {endpoint} cannot be reached: {detail}.",
            "Correct HTTPS_PROXY or https.proxyHost and https.proxyPort, whichever is set here; if {endpoint} needs no proxy, list it"
                    + " in NO_PROXY or http.nonProxyHosts."),
    ENTRA_UNREACHABLE(
            "KW-3014",
            at(FailedStep.ENTRA_ID)
                    .silent(
                            UNKNOWN_HOST,
                            NAME_SERVICE,
                            REFUSED,
                            NO_ROUTE,
                            CONNECT_TIMEOUT,
                            PROXY_REFUSED,
                            TLS_FAILED,
                            TLS_TIMEOUT,
                            ANSWER_TIMEOUT,
                            CLOSED),
            Kind.UNREACHABLE,
            "Entra ID at {endpoint} cannot be reached: {detail}.",
            "Allow outgoing TCP 443 to {endpoint} (service tag AzureActiveDirectory), or set HTTPS_PROXY when this network wants a"
                    + " proxy; with a private authority check AZURE_AUTHORITY_HOST."),
    ENTRA_TLS(
            "KW-3015",
            at(FailedStep.ENTRA_ID).silent(TLS_UNTRUSTED, TLS_EXPIRED, TLS_WRONG_HOST),
            Kind.UNREACHABLE,
            "The TLS certificate of {endpoint} cannot be trusted: it has no path to a trusted root, is out of date, or is another"
                    + " host's.",
            "Behind a proxy that inspects TLS set ca=FILE with its CA certificate; otherwise check the clock and what the name"
                    + " resolves to."),
    ENTRA_INVALID_RESPONSE(
            "KW-3016",
            at(FailedStep.ENTRA_ID).silent(TRUNCATED, NOT_HTTP, TOO_LARGE),
            Kind.INVALID_RESPONSE,
            "What {endpoint} sent is not an answer of Entra ID.",
            "A proxy or captive portal answers in its place: compare with `curl -v https://{endpoint}/` from the same place."),
    ENTRA_GATEWAY_ANSWERED(
            "KW-3017",
            at(FailedStep.ENTRA_ID).status(400, 404).having("foreign"),
            Kind.INVALID_RESPONSE,
            "{endpoint} answered {status}, but not as Entra ID does: a gateway, a proxy or a web filter answered in its place.",
            "Allow {endpoint} there, or go around it (NO_PROXY, http.nonProxyHosts): compare with `curl -v https://{endpoint}/` from the"
                    + " same place."),
    ENTRA_THROTTLED(
            "KW-3018",
            at(FailedStep.ENTRA_ID).status(429),
            Kind.THROTTLED,
            "Entra ID throttles the logins of app {client-id} (429)« and asks to wait {retry-after}».",
            "If a start failed, wait {wait} and start again, not all JVMs at once. A running JVM tries again by itself. Fleets that restart at"
                    + " once use startup-spread; a start that may wait longer sets startup-timeout."),
    ENTRA_SERVICE_ERROR(
            "KW-3019",
            at(FailedStep.ENTRA_ID).status(500, 599),
            Kind.SERVICE_ERROR,
            "Entra ID at {endpoint} answered {status}« {code}».",
            "Look at https://azure.status.microsoft; a start that may wait longer sets startup-timeout."),
    ENTRA_ANSWER(
            "KW-3020",
            at(FailedStep.ENTRA_ID).status(200, 399),
            Kind.INVALID_RESPONSE,
            "{endpoint} answered {status}, but not with a token.",
            "A proxy or captive portal answers in Entra ID's place: compare with `curl -v https://{endpoint}/` from the same place."),
    ENTRA_REFUSED(
            "KW-3021",
            at(FailedStep.ENTRA_ID),
            Kind.IDENTITY,
            "Entra ID refused this identity ({identity}) with {status}« {code}»«: {detail}».",
            "Look the code up at https://login.microsoftonline.com/error and check client-id, tenant-id and the credential."),

    // Managed identity

    MANAGED_IDENTITY_ABSENT(
            "KW-3022",
            at(FailedStep.MANAGED_IDENTITY)
                    .silent(
                            UNKNOWN_HOST,
                            NAME_SERVICE,
                            REFUSED,
                            NO_ROUTE,
                            CONNECT_TIMEOUT,
                            ANSWER_TIMEOUT,
                            CLOSED,
                            TLS_FAILED,
                            TLS_TIMEOUT,
                            TLS_UNTRUSTED,
                            TLS_EXPIRED,
                            TLS_WRONG_HOST,
                            PROXY_UNREACHABLE,
                            PROXY_AUTHENTICATION,
                            PROXY_REFUSED),
            Kind.UNREACHABLE,
            "No managed identity answers here: {endpoint} cannot be reached«. Passed over before: {passed-over}».",
            "On Azure assign one (`az vm identity assign`, `az webapp identity assign`, AKS: workload identity); elsewhere set auth"
                    + " and the AZURE_ variables of another identity, on a laptop auth=azure-cli."),
    MANAGED_IDENTITY_ELSEWHERE(
            "KW-3023",
            at(FailedStep.MANAGED_IDENTITY).status(400, 403).having("foreign"),
            Kind.INVALID_RESPONSE,
            "{endpoint} answered {status}, but not as a managed identity endpoint does: this is not a machine of Azure's, or a proxy"
                    + " answers in its place«. Passed over before: {passed-over}».",
            "On a laptop (Docker Desktop answers like this) set auth=azure-cli, or the AZURE_ variables of another identity. On Azure let"
                    + " the address go around the proxy, such as NO_PROXY=169.254.169.254."),
    MANAGED_IDENTITY_SEVERAL(
            "KW-3024",
            at(FailedStep.MANAGED_IDENTITY).status(400).says("multiple user assigned identities"),
            Kind.IDENTITY,
            "This machine has several user-assigned identities, and nothing says which one to take (400« {code}»)"
                    + "«. The endpoint says: {detail}».",
            "Set client-id (or AZURE_CLIENT_ID) to the client id of the one that may read the vault:"
                    + " `az identity list --query \"[].[name, clientId]\" -o tsv` shows them."),
    MANAGED_IDENTITY_WRONG_RESOURCE(
            "KW-3025",
            at(FailedStep.MANAGED_IDENTITY)
                    .status(400)
                    .code("invalid_resource", "AADSTS500011", "AudienceNotSupported"),
            Kind.IDENTITY,
            "The managed identity endpoint gives no token for {resource} (400 {code}): vault and identity are in different clouds, or"
                    + " the address is not a vault's«. The endpoint says: {detail}».",
            "Set cloud= to the vault's cloud (public, china, usgov), and check the URL of the alias; the identity itself is not the"
                    + " problem."),
    MANAGED_IDENTITY_UNKNOWN(
            "KW-3026",
            at(FailedStep.MANAGED_IDENTITY).status(400),
            Kind.IDENTITY,
            "This machine has no such managed identity«: client id {client-id}» (400« {code}»)«. The endpoint says: {detail}»«. Passed over"
                    + " before: {passed-over}».",
            "Assign it (`az vm identity assign --identities ID`, `az webapp identity assign --identities ID`), or correct client-id"
                    + " (AZURE_CLIENT_ID); leave client-id out for the system-assigned one."),
    MANAGED_IDENTITY_STARTING(
            "KW-3027",
            at(FailedStep.MANAGED_IDENTITY).status(404, 410),
            Kind.SERVICE_ERROR,
            "The managed identity endpoint {endpoint} answered {status}: it is being updated, or the identity is not assigned yet"
                    + "«. It says: {detail}».",
            "Check that an identity is assigned to this machine or app; a start that may wait longer sets startup-timeout."),
    MANAGED_IDENTITY_THROTTLED(
            "KW-3028",
            at(FailedStep.MANAGED_IDENTITY).status(429),
            Kind.THROTTLED,
            "The managed identity endpoint {endpoint} throttles (429)« and asks to wait {retry-after}»«. It says: {detail}».",
            "If a start failed, wait {wait} and start again. A running JVM tries again by itself. Too many processes of this machine ask for"
                    + " tokens: start fewer at once, or let a start wait longer (startup-timeout)."),
    MANAGED_IDENTITY_SERVICE_ERROR(
            "KW-3029",
            at(FailedStep.MANAGED_IDENTITY).status(500, 599),
            Kind.SERVICE_ERROR,
            "The managed identity endpoint {endpoint} answered {status}« {code}»«. It says: {detail}».",
            "If its words are about a login, this machine or app does not reach Entra ID in its region. Allow"
                    + " outgoing TCP 443 to the service tag AzureActiveDirectory, and check cloud=. If it lasts, restart the"
                    + " machine or app."),
    MANAGED_IDENTITY_INVALID_RESPONSE(
            "KW-3030",
            at(FailedStep.MANAGED_IDENTITY).status(0, 399),
            Kind.INVALID_RESPONSE,
            "What {endpoint} sent is not an answer of a managed identity endpoint.",
            "Check the variables IDENTITY_ENDPOINT and AZURE_POD_IDENTITY_AUTHORITY_HOST, and whether a proxy captures the address."),
    MANAGED_IDENTITY_REFUSED(
            "KW-3031",
            at(FailedStep.MANAGED_IDENTITY),
            Kind.IDENTITY,
            "The managed identity endpoint {endpoint} refused ({status}« {code}»)«: {detail}».",
            "Check that an identity is assigned to this machine or app, and IDENTITY_HEADER."),

    // A developer's laptop

    AZ_MISSING(
            "KW-3032",
            at(FailedStep.AZURE_CLI).code("not installed"),
            Kind.IDENTITY,
            "The Azure CLI is not installed here, or not on this process's PATH.",
            "Install it (https://aka.ms/azure-cli), or choose another auth."),
    AZ_LOGGED_OUT(
            "KW-3033",
            at(FailedStep.AZURE_CLI).code("not logged in"),
            Kind.IDENTITY,
            "The Azure CLI has no login, or one that has ended.",
            "Run `az login« --tenant {tenant}»`."),
    AZ_SLOW(
            "KW-3034",
            at(FailedStep.AZURE_CLI).code("no answer"),
            Kind.UNREACHABLE,
            "The Azure CLI gave no answer in time.",
            "Run `az account get-access-token --resource {resource}` by hand and see what it waits for."),
    AZ_FAILED(
            "KW-3035",
            at(FailedStep.AZURE_CLI),
            Kind.IDENTITY,
            "The Azure CLI gave no token« ({code})».",
            "Run `az account get-access-token --resource {resource}` by hand, then `az login`."),

    // Settings

    IDENTITY_NOT_CONFIGURED(
            "KW-3036",
            at(FailedStep.CONFIGURATION),
            Kind.IDENTITY,
            "The identity« for {vault}» is not usable: {detail}.",
            "Correct it; docs/identities.md shows each identity in two minutes.");

    private final MessageRow row;

    IdentityMessages(String code, FailurePattern pattern, Kind kind, String cause, String remedy) {
        this.row = new MessageRow(code, pattern, kind, cause, remedy);
    }

    @Override
    public MessageRow row() {
        return row;
    }
}
