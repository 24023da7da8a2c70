package io.keyweave.azure;

import static io.keyweave.azure.Match.at;
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
import io.keyweave.azure.Incident.Stage;
import java.util.Map;

/**
 * The table from what happened to what a person reads. Rows are tried in order, the first that fits is the message;
 * {@code docs/troubleshooting.md} is written from it. A text says {@code {fact}}; see {@link MessageTemplate}.
 *
 * <p>The AADSTS number only chooses the words, never what happens to a value: Entra ID renumbers as it likes.
 */
enum FailureMessages {

    // The way to the vault

    VAULT_NAME_UNKNOWN(
            at(Stage.VAULT).silent(UNKNOWN_HOST),
            Kind.UNREACHABLE,
            "There is no host {host}: the vault's name is mistyped« (or is an alias: set vault.{no-alias})», the vault was deleted or"
                    + " lies in another cloud, or this network lacks its private DNS zone.",
            "Compare with `az keyvault list --query \"[].properties.vaultUri\" -o tsv` and `az keyvault list-deleted`; in a"
                    + " sovereign cloud set cloud=china or cloud=usgov; for a private endpoint link the zone"
                    + " privatelink.vaultcore.azure.net to this network."),
    VAULT_NAME_SERVICE(
            at(Stage.VAULT).silent(NAME_SERVICE),
            Kind.UNREACHABLE,
            "The name service did not answer for {host}.",
            "Check DNS where this process runs, such as `nslookup {host}` in the pod, and network policies towards the name server."),
    VAULT_REFUSED(
            at(Stage.VAULT).silent(REFUSED),
            Kind.UNREACHABLE,
            "{host} refused the connection.",
            "Check that the name resolves to the vault here (`nslookup {host}`) and that port 443 is not sent elsewhere by a"
                    + " firewall, a proxy setting or a hosts file."),
    VAULT_NO_ROUTE(
            at(Stage.VAULT).silent(NO_ROUTE),
            Kind.UNREACHABLE,
            "There is no route to {host}.",
            "Check this machine's network; a private endpoint is reachable only from its virtual network and peered ones."),
    VAULT_CONNECT_TIMEOUT(
            at(Stage.VAULT).silent(CONNECT_TIMEOUT),
            Kind.UNREACHABLE,
            "Nothing answered at {host}: packets are dropped on the way.",
            "Allow outgoing TCP 443 to {host} (service tag AzureKeyVault) in firewall and network security group, or set"
                    + " HTTPS_PROXY when this network wants a proxy."),
    VAULT_TLS_UNTRUSTED(
            at(Stage.VAULT).silent(TLS_UNTRUSTED),
            Kind.UNREACHABLE,
            "{host} showed a TLS certificate that leads to nobody this JVM trusts; a proxy that inspects TLS does that.",
            "Save the inspecting proxy's CA certificate as PEM and set ca=FILE; see who signed with"
                    + " `openssl s_client -connect {host}:443 -showcerts`."),
    VAULT_TLS_EXPIRED(
            at(Stage.VAULT).silent(TLS_EXPIRED),
            Kind.UNREACHABLE,
            "{host} showed a TLS certificate that is out of its validity.",
            "Check this machine's clock first; if it is right, the certificate belongs to a proxy or private host: renew it there."),
    VAULT_TLS_WRONG_HOST(
            at(Stage.VAULT).silent(TLS_WRONG_HOST),
            Kind.UNREACHABLE,
            "{host} showed a TLS certificate of another host.",
            "Check what the name resolves to here (`nslookup {host}`): for a private endpoint use NAME.vault.azure.net, never"
                    + " NAME.privatelink.vaultcore.azure.net or an address."),
    VAULT_TLS(
            at(Stage.VAULT).silent(TLS_FAILED, TLS_TIMEOUT),
            Kind.UNREACHABLE,
            "No TLS connection with {host} came about.",
            "Key Vault needs TLS 1.2 or 1.3: check jdk.tls.client.protocols and jdk.tls.disabledAlgorithms of this JVM,"
                    + " whether a firewall cuts the handshake off, and, where the JVM was made by jlink before JDK 22, that it"
                    + " has the module jdk.crypto.ec."),
    PROXY_UNREACHED(
            at(Stage.VAULT).silent(PROXY_UNREACHABLE),
            Kind.UNREACHABLE,
            "The proxy on the way to {host} cannot be reached«: {detail}».",
            "Correct HTTPS_PROXY or https.proxyHost and https.proxyPort, whichever is set here; if {host} needs no proxy, list it in"
                    + " NO_PROXY or http.nonProxyHosts."),
    PROXY_WANTS_PASSWORD(
            at(Stage.VAULT).silent(PROXY_AUTHENTICATION),
            Kind.UNREACHABLE,
            "The proxy on the way to {host} wants a user and password, or other ones (407).",
            "Set HTTPS_PROXY=http://user:password@proxy:port with special characters percent-encoded, or https.proxyUser and"
                    + " https.proxyPassword; only Basic authentication is spoken."),
    PROXY_SAYS_NO(
            at(Stage.VAULT).silent(PROXY_REFUSED),
            Kind.UNREACHABLE,
            "The proxy would not connect to {host}«: it answered {proxy-status}».",
            "Allow {host}:443 in the proxy, or list the host in NO_PROXY or http.nonProxyHosts."),
    VAULT_SLOW(
            at(Stage.VAULT).silent(ANSWER_TIMEOUT),
            Kind.UNREACHABLE,
            "{host} accepted the request but did not finish an answer in time.",
            "Check proxies and firewalls on the way; `az keyvault show --name {vault}` tells whether the vault itself is well."),
    VAULT_CLOSED(
            at(Stage.VAULT).silent(CLOSED),
            Kind.UNREACHABLE,
            "The connection to {host} was cut before an answer came.",
            "Something on the way resets connections: check firewall, proxy and idle time-outs."),

    // What answered is not a vault

    VAULT_TRUNCATED(
            at(Stage.VAULT).silent(TRUNCATED, NOT_HTTP, TOO_LARGE),
            Kind.INVALID_RESPONSE,
            "What {host} sent is not an answer of Key Vault: it is broken off, no HTTP, or far too long.",
            "A proxy or captive portal answers in the vault's place, or cuts answers: compare with"
                    + " `curl -v https://{host}/healthstatus` from the same place."),
    VAULT_REDIRECT(
            at(Stage.VAULT).status(300, 399),
            Kind.INVALID_RESPONSE,
            "{host} answered with a redirect ({status}), which Key Vault never does.",
            "A proxy or captive portal stands in between: log in there or go around it. Keyweave follows no redirect, for a token"
                    + " would go along."),
    VAULT_NONSENSE(
            at(Stage.VAULT).status(200, 299),
            Kind.INVALID_RESPONSE,
            "{host} answered {status}, but not with a secret.",
            "A proxy or captive portal answers in the vault's place: compare with `curl -v https://{host}/healthstatus` from the same"
                    + " place."),

    // Who may read

    CHALLENGE_FOREIGN_RESOURCE(
            at(Stage.CHALLENGE).code("resource"),
            Kind.INVALID_RESPONSE,
            "{host} asked for a token for {resource}, which is not this vault; nothing was sent.",
            "Either the host is not a vault, or it is one behind a name of its own: give vault.ALIAS the vault's real host name."),
    CHALLENGE_FOREIGN_AUTHORITY(
            at(Stage.CHALLENGE).code("authority"),
            Kind.INVALID_RESPONSE,
            "{host} sent us to {authority} for a token, but the authority in force is {expected-authority}; nothing was sent.",
            "For a vault in a sovereign cloud set cloud=china or cloud=usgov; for a private authority set AZURE_AUTHORITY_HOST."),
    CHALLENGE_MISSING(
            at(Stage.CHALLENGE),
            Kind.INVALID_RESPONSE,
            "{host} answered {status} without saying which token it wants: it is not a Key Vault.",
            "Check the URL of the alias and whether a proxy answers in the vault's place."),
    WRONG_TENANT(
            at(Stage.VAULT).status(401).code("AKV10032"),
            Kind.REFUSED,
            "{host} belongs to« tenant {expected-tenant},» another tenant than the one that issued our token"
                    + "« ({tenant})». The identity: {identity}.",
            "Set tenant-id«={expected-tenant}» (or AZURE_TENANT_ID) to the vault's tenant, with an identity of that tenant:"
                    + " `az keyvault show --name {vault} --query properties.tenantId`."),
    TOKEN_REJECTED(
            at(Stage.VAULT).status(401),
            Kind.REFUSED,
            "{host} rejected the token of this identity ({identity}) with 401« {code}», and a second one too.",
            "Check this machine's clock, then cloud= and AZURE_AUTHORITY_HOST: a token of another cloud is for another audience."),
    FORBIDDEN_BY_RBAC(
            at(Stage.VAULT).status(403).code("ForbiddenByRbac"),
            Kind.REFUSED,
            "{host} knows this identity ({identity}), but it has no role that may read secrets (403 ForbiddenByRbac)."
                    + "« Passed over before: {passed-over}.»",
            "If this identity is the right one, grant it the role: `az role assignment create --role \"Key Vault Secrets User\""
                    + " --assignee-object-id {object-id}"
                    + " --assignee-principal-type ServicePrincipal --scope $(az keyvault show --name {vault} --query id -o tsv)`;"
                    + " it can take minutes to take effect."),
    FORBIDDEN_BY_POLICY(
            at(Stage.VAULT).status(403).code("AccessDenied", "ForbiddenByPolicy"),
            Kind.REFUSED,
            "{host} knows this identity ({identity}), but its access policies do not let it get secrets (403 {code})."
                    + "« Passed over before: {passed-over}.»",
            "If this identity is the right one, add it: `az keyvault set-policy --name {vault} --object-id {object-id} --secret-permissions get`."),
    FORBIDDEN_BY_FIREWALL(
            at(Stage.VAULT).status(403).code("ForbiddenByFirewall"),
            Kind.REFUSED,
            "The firewall of {host} does not let this address in«: the vault sees {client-ip}» (403 ForbiddenByFirewall).",
            "Allow it: `az keyvault network-rule add --name {vault} --ip-address {client-ip}`, or allow this virtual network's"
                    + " subnet, or use a private endpoint."),
    FORBIDDEN_BY_CONNECTION(
            at(Stage.VAULT).status(403).code("ForbiddenByConnection"),
            Kind.REFUSED,
            "{host} takes no requests from public networks (403 ForbiddenByConnection), and this one came from there.",
            "Reach it through its private endpoint: check that `nslookup {host}` here gives a private address, and that the zone"
                    + " privatelink.vaultcore.azure.net is linked to this network."),
    SECRET_DISABLED(
            at(Stage.VAULT).status(403).code("SecretDisabled"),
            Kind.DISABLED,
            "The version asked for is disabled (403 SecretDisabled).",
            "Enable it: `az keyvault secret set-attributes --vault-name {vault} --name {secret} --enabled true`, or add a new"
                    + " version."),
    FORBIDDEN(
            at(Stage.VAULT).status(403),
            Kind.REFUSED,
            "{host} forbids this identity ({identity}) to read it (403« {code}»).",
            "See the vault's networking and access settings: `az keyvault show --name {vault}`; the identity's object id is"
                    + " {object-id}."),

    // What is there

    SECRET_MISSING(
            at(Stage.VAULT).status(404).code("SecretNotFound"),
            Kind.MISSING,
            "There is no such secret or version in {host} (404 SecretNotFound), or it was deleted.",
            "Compare with `az keyvault secret list --vault-name {vault} --query \"[].name\" -o tsv`; a deleted one comes back with"
                    + " `az keyvault secret recover --vault-name {vault} --name {secret}`."),
    NOT_FOUND(
            at(Stage.VAULT).status(404),
            Kind.INVALID_RESPONSE,
            "{host} answered 404, but not as Key Vault does; the secret itself may well exist.",
            "Check the URL of the alias and whether a proxy answers in the vault's place."),
    BAD_REQUEST(
            at(Stage.VAULT).status(400),
            Kind.MALFORMED,
            "{host} does not understand the request (400« {code}»).",
            "Check name and version of the secret in the placeholder: a version has 32 hexadecimal digits."),

    // How it is doing

    THROTTLED(
            at(Stage.VAULT).status(429),
            Kind.THROTTLED,
            "{host} throttles (429)« and asks to wait {retry-after}»: 4,000 reads in 10 s per vault and region are the limit, for all"
                    + " its clients together.",
            "Raise ttl, spread restarts with startup-spread (`java -jar keyweave-agent.jar simulate` computes it), or split the vault."),
    VAULT_UNHEALTHY(
            at(Stage.VAULT).status(500, 599),
            Kind.SERVICE_ERROR,
            "{host} answered {status}« {code}»: the vault or its front door has a problem.",
            "Nothing to do here; it is tried again. If it lasts, look at https://azure.status.microsoft and the vault's resource"
                    + " health."),
    VAULT_TIMED_OUT(
            at(Stage.VAULT).status(408),
            Kind.SERVICE_ERROR,
            "{host} answered 408: it, or a proxy, gave up waiting.",
            "Nothing to do here; it is tried again. If it lasts, check the proxy."),
    VAULT_OTHER(
            at(Stage.VAULT),
            Kind.INVALID_RESPONSE,
            "{host} answered {status}« {code}», which Key Vault does not do.",
            "Check the URL of the alias and whether a proxy answers in the vault's place."),

    // App registrations

    WRONG_CLIENT_SECRET(
            at(Stage.ENTRA_ID).code("AADSTS7000215"),
            Kind.IDENTITY,
            "Entra ID says that the client secret of app {client-id} is wrong (AADSTS7000215); often the secret's id was pasted instead"
                    + " of its value.",
            "Make a new one and put its value where the old one was (client-secret or AZURE_CLIENT_SECRET):"
                    + " `az ad app credential reset --id {client-id} --append --query password -o tsv`."),
    EXPIRED_CLIENT_SECRET(
            at(Stage.ENTRA_ID).code("AADSTS7000222"),
            Kind.IDENTITY,
            "The client secret of app {client-id} has expired (AADSTS7000222).",
            "Make a new one: `az ad app credential reset --id {client-id} --append --query password -o tsv`; better, move to a managed"
                    + " or workload identity, which has none."),
    WRONG_CERTIFICATE(
            at(Stage.ENTRA_ID).code("AADSTS700027", "AADSTS7000214", "AADSTS700030"),
            Kind.IDENTITY,
            "Entra ID does not accept the client certificate for app {client-id} ({code}): it is not registered there, or has"
                    + " expired.",
            "Register it: `az ad app credential reset --id {client-id} --append --cert @FILE.pem`."),
    ASSERTION_TIME(
            at(Stage.ENTRA_ID).code("AADSTS700024"),
            Kind.IDENTITY,
            "Entra ID says that the assertion of app {client-id} is not valid now (AADSTS700024).",
            "Check this machine's clock; for workload identity, that the projected token file is being renewed."),
    FEDERATION_MISMATCH(
            at(Stage.ENTRA_ID).code("AADSTS70021", "AADSTS700213", "AADSTS700211", "AADSTS700212"),
            Kind.IDENTITY,
            "Entra ID knows no federated credential of app {client-id} that fits this pod's token ({code}).",
            "Compare issuer and subject (system:serviceaccount:NAMESPACE:NAME) with"
                    + " `az identity federated-credential list --identity-name NAME --resource-group GROUP`."),
    APP_NOT_IN_TENANT(
            at(Stage.ENTRA_ID).code("AADSTS700016"),
            Kind.IDENTITY,
            "There is no app {client-id} in tenant {tenant} (AADSTS700016).",
            "Check client-id and tenant-id (AZURE_CLIENT_ID, AZURE_TENANT_ID): `az ad sp show --id {client-id}"
                    + " --query appOwnerOrganizationId`."),
    NO_SUCH_TENANT(
            at(Stage.ENTRA_ID).code("AADSTS90002", "AADSTS900023"),
            Kind.IDENTITY,
            "There is no tenant {tenant} at {endpoint} ({code}).",
            "Check tenant-id (AZURE_TENANT_ID) with `az account show --query tenantId`; a tenant of a sovereign cloud needs cloud=."),
    WRONG_CLOUD(
            at(Stage.ENTRA_ID).code("AADSTS500011"),
            Kind.IDENTITY,
            "Tenant {tenant} knows no resource {resource} (AADSTS500011): vault and identity are in different clouds.",
            "Set cloud= to the vault's cloud (public, china, usgov), or use an identity of that cloud."),
    CONDITIONAL_ACCESS(
            at(Stage.ENTRA_ID).code("AADSTS53003", "AADSTS530003", "AADSTS530034"),
            Kind.IDENTITY,
            "Conditional access blocks app {client-id} ({code}).",
            "Ask the tenant's administrators for the policy in the sign-in log: search for the trace id."),
    ENTRA_PROXY_WANTS_PASSWORD(
            at(Stage.ENTRA_ID).silent(PROXY_AUTHENTICATION),
            Kind.UNREACHABLE,
            "The proxy on the way to Entra ID at {endpoint} wants a user and password, or other ones (407).",
            "Set HTTPS_PROXY=http://user:password@proxy:port with special characters percent-encoded, or https.proxyUser and"
                    + " https.proxyPassword; only Basic authentication is spoken."),
    ENTRA_PROXY_UNREACHED(
            at(Stage.ENTRA_ID).silent(PROXY_UNREACHABLE),
            Kind.UNREACHABLE,
            "The proxy on the way to Entra ID at {endpoint} cannot be reached: {detail}.",
            "Correct HTTPS_PROXY or https.proxyHost and https.proxyPort, whichever is set here; if {endpoint} needs no proxy, list it"
                    + " in NO_PROXY or http.nonProxyHosts."),
    ENTRA_UNREACHABLE(
            at(Stage.ENTRA_ID)
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
            at(Stage.ENTRA_ID).silent(TLS_UNTRUSTED, TLS_EXPIRED, TLS_WRONG_HOST),
            Kind.UNREACHABLE,
            "The TLS certificate of {endpoint} cannot be trusted: it is signed by nobody this JVM knows, out of date, or another"
                    + " host's.",
            "Behind a proxy that inspects TLS set ca=FILE with its CA certificate; otherwise check the clock and what the name"
                    + " resolves to."),
    ENTRA_NONSENSE(
            at(Stage.ENTRA_ID).silent(TRUNCATED, NOT_HTTP, TOO_LARGE),
            Kind.INVALID_RESPONSE,
            "What {endpoint} sent is not an answer of Entra ID.",
            "A proxy or captive portal answers in its place: compare with `curl -v https://{endpoint}/` from the same place."),
    ENTRA_THROTTLED(
            at(Stage.ENTRA_ID).status(429),
            Kind.THROTTLED,
            "Entra ID throttles the logins of app {client-id} (429)« and asks to wait {retry-after}».",
            "Nothing to do here; it is tried again. Fleets that restart at once use startup-spread."),
    ENTRA_UNHEALTHY(
            at(Stage.ENTRA_ID).status(500, 599),
            Kind.SERVICE_ERROR,
            "Entra ID at {endpoint} answered {status}« {code}».",
            "Nothing to do here; it is tried again. If it lasts, look at https://azure.status.microsoft."),
    ENTRA_ANSWER(
            at(Stage.ENTRA_ID).status(200, 399),
            Kind.INVALID_RESPONSE,
            "{endpoint} answered {status}, but not with a token.",
            "A proxy or captive portal answers in Entra ID's place: compare with `curl -v https://{endpoint}/` from the same place."),
    ENTRA_REFUSED(
            at(Stage.ENTRA_ID),
            Kind.IDENTITY,
            "Entra ID refused this identity ({identity}) with {status}« {code}»«: {detail}».",
            "Look the code up at https://login.microsoftonline.com/error and check client-id, tenant-id and the credential."),

    // Managed identity

    MANAGED_IDENTITY_ABSENT(
            at(Stage.MANAGED_IDENTITY)
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
    MANAGED_IDENTITY_UNKNOWN(
            at(Stage.MANAGED_IDENTITY).status(400),
            Kind.IDENTITY,
            "This machine has no such managed identity«: client id {client-id}» (400« {code}»)«. The endpoint says: {detail}»«. Passed over"
                    + " before: {passed-over}».",
            "Assign it (`az vm identity assign --identities ID`, `az webapp identity assign --identities ID`), or correct client-id"
                    + " (AZURE_CLIENT_ID); leave client-id out for the system-assigned one."),
    MANAGED_IDENTITY_STARTING(
            at(Stage.MANAGED_IDENTITY).status(404, 410),
            Kind.SERVICE_ERROR,
            "The managed identity endpoint {endpoint} answered {status}: it is being updated, or the identity is not assigned yet.",
            "It is tried again; if it lasts, check that an identity is assigned to this machine or app."),
    MANAGED_IDENTITY_THROTTLED(
            at(Stage.MANAGED_IDENTITY).status(429),
            Kind.THROTTLED,
            "The managed identity endpoint {endpoint} throttles (429)« and asks to wait {retry-after}».",
            "It is tried again. Too many processes of this machine ask for tokens."),
    MANAGED_IDENTITY_UNHEALTHY(
            at(Stage.MANAGED_IDENTITY).status(500, 599),
            Kind.SERVICE_ERROR,
            "The managed identity endpoint {endpoint} answered {status}« {code}».",
            "It is tried again; if it lasts, restart the machine or app."),
    MANAGED_IDENTITY_NONSENSE(
            at(Stage.MANAGED_IDENTITY).status(0, 399),
            Kind.INVALID_RESPONSE,
            "What {endpoint} sent is not an answer of a managed identity endpoint.",
            "Check the variables IDENTITY_ENDPOINT and AZURE_POD_IDENTITY_AUTHORITY_HOST, and whether a proxy captures the address."),
    MANAGED_IDENTITY_REFUSED(
            at(Stage.MANAGED_IDENTITY),
            Kind.IDENTITY,
            "The managed identity endpoint {endpoint} refused ({status}« {code}»)«: {detail}».",
            "Check that an identity is assigned to this machine or app, and IDENTITY_HEADER."),

    // A developer's laptop

    AZ_MISSING(
            at(Stage.AZURE_CLI).code("not installed"),
            Kind.IDENTITY,
            "The Azure CLI is not installed here, or not on this process's PATH.",
            "Install it (https://aka.ms/azure-cli), or choose another auth."),
    AZ_LOGGED_OUT(
            at(Stage.AZURE_CLI).code("not logged in"),
            Kind.IDENTITY,
            "The Azure CLI has no login, or one that has ended.",
            "Run `az login« --tenant {tenant}»`."),
    AZ_SLOW(
            at(Stage.AZURE_CLI).code("no answer"),
            Kind.UNREACHABLE,
            "The Azure CLI gave no answer in time.",
            "Run `az account get-access-token --resource {resource}` by hand and see what it waits for."),
    AZ_FAILED(
            at(Stage.AZURE_CLI),
            Kind.IDENTITY,
            "The Azure CLI gave no token« ({code})».",
            "Run `az account get-access-token --resource {resource}` by hand, then `az login`."),

    // Settings

    IDENTITY_NOT_CONFIGURED(
            at(Stage.CONFIGURATION),
            Kind.IDENTITY,
            "The identity« for {vault}» is not usable: {detail}.",
            "Correct it; docs/identities.md shows each identity in two minutes.");

    private final Match match;
    private final Kind kind;
    private final String cause;
    private final String remedy;

    FailureMessages(Match match, Kind kind, String cause, String remedy) {
        this.match = match;
        this.kind = kind;
        this.cause = cause;
        this.remedy = remedy;
    }

    /** The first row that fits. Every stage ends with a row that takes the rest. */
    static FailureMessages of(Incident incident) {
        for (FailureMessages signal : values()) {
            if (signal.match.fits(incident)) {
                return signal;
            }
        }
        throw new IllegalStateException("no row for " + incident.stage());
    }

    Match match() {
        return match;
    }

    Kind kind() {
        return kind;
    }

    /** What happened, to be filled. */
    String cause() {
        return cause;
    }

    /** What to do, to be filled. */
    String remedy() {
        return remedy;
    }

    String cause(Map<String, String> facts) {
        return MessageTemplate.fill(cause, facts);
    }

    String remedy(Map<String, String> facts) {
        return MessageTemplate.fill(remedy, facts);
    }
}
