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

/** What a person reads when the vault, or the way to it, is what failed. See {@link FailureMessages}. */
enum VaultMessages implements FailureMessage {

    // The way to the vault

    VAULT_NAME_UNKNOWN(
            "KW-2001",
            at(FailedStep.VAULT).silent(UNKNOWN_HOST),
            Kind.UNREACHABLE,
            "There is no host {host}. The vault's name is mistyped« (or is an alias: set vault.{no-alias})», the vault was deleted or"
                    + " lies in another cloud, or this network lacks its private DNS zone.",
            "Compare with `az keyvault list --query \"[].properties.vaultUri\" -o tsv` and `az keyvault list-deleted`. In a"
                    + " sovereign cloud set cloud=china or cloud=usgov. For a private endpoint link the zone"
                    + " privatelink.vaultcore.azure.net to this network."),
    VAULT_NAME_SERVICE(
            "KW-2002",
            at(FailedStep.VAULT).silent(NAME_SERVICE),
            Kind.UNREACHABLE,
            "The name service did not answer for {host}.",
            "Check DNS where this process runs, such as `nslookup {host}` in the pod, and network policies towards the name server."),
    VAULT_REFUSED(
            "KW-2003",
            at(FailedStep.VAULT).silent(REFUSED),
            Kind.UNREACHABLE,
            "{host} refused the connection.",
            "Check that the name resolves to the vault here (`nslookup {host}`). Check that no firewall, proxy setting or hosts file"
                    + " sends port 443 elsewhere."),
    VAULT_NO_ROUTE(
            "KW-2004",
            at(FailedStep.VAULT).silent(NO_ROUTE),
            Kind.UNREACHABLE,
            "There is no route to {host}.",
            "Check this machine's network; a private endpoint is reachable only from its virtual network and peered ones."),
    VAULT_CONNECT_TIMEOUT(
            "KW-2005",
            at(FailedStep.VAULT).silent(CONNECT_TIMEOUT),
            Kind.UNREACHABLE,
            "Nothing answered at {host}: packets are dropped on the way.",
            "Allow outgoing TCP 443 to {host} (service tag AzureKeyVault) in firewall and network security group, or set"
                    + " HTTPS_PROXY when this network wants a proxy."),
    VAULT_TLS_UNTRUSTED(
            "KW-2006",
            at(FailedStep.VAULT).silent(TLS_UNTRUSTED),
            Kind.UNREACHABLE,
            "The TLS certificate of {host} is not trusted (no path to a trusted root); a proxy that inspects TLS causes that.",
            "Save the inspecting proxy's CA certificate as PEM and set ca=FILE; see who signed with"
                    + " `openssl s_client -connect {host}:443 -showcerts`."),
    VAULT_TLS_EXPIRED(
            "KW-2007",
            at(FailedStep.VAULT).silent(TLS_EXPIRED),
            Kind.UNREACHABLE,
            "The TLS certificate of {host} has expired or is not valid yet.",
            "Check this machine's clock first; if it is right, the certificate belongs to a proxy or private host: renew it there."),
    VAULT_TLS_WRONG_HOST(
            "KW-2008",
            at(FailedStep.VAULT).silent(TLS_WRONG_HOST),
            Kind.UNREACHABLE,
            "The TLS certificate of {host} is another host's.",
            "Check what the name resolves to here (`nslookup {host}`): for a private endpoint use NAME.vault.azure.net, never"
                    + " NAME.privatelink.vaultcore.azure.net or an address."),
    VAULT_TLS(
            "KW-2009",
            at(FailedStep.VAULT).silent(TLS_FAILED, TLS_TIMEOUT),
            Kind.UNREACHABLE,
            "The TLS handshake with {host} failed.",
            "Key Vault needs TLS 1.2 or 1.3. Check jdk.tls.client.protocols and jdk.tls.disabledAlgorithms of this JVM, and whether"
                    + " a firewall cuts the handshake off. A JVM that jlink made before JDK 22 needs the module jdk.crypto.ec."),
    PROXY_UNREACHED(
            "KW-2010",
            at(FailedStep.VAULT).silent(PROXY_UNREACHABLE),
            Kind.UNREACHABLE,
            "The proxy on the way to {host} cannot be reached«: {detail}».",
            "Correct HTTPS_PROXY or https.proxyHost and https.proxyPort, whichever is set here; if {host} needs no proxy, list it in"
                    + " NO_PROXY or http.nonProxyHosts."),
    PROXY_WANTS_PASSWORD(
            "KW-2011",
            at(FailedStep.VAULT).silent(PROXY_AUTHENTICATION),
            Kind.UNREACHABLE,
            "The proxy on the way to {host} wants a user and password, or other ones (407).",
            "Set HTTPS_PROXY=http://user:password@proxy:port with special characters percent-encoded, or https.proxyUser and"
                    + " https.proxyPassword; only Basic authentication is spoken."),
    PROXY_SAYS_NO(
            "KW-2012",
            at(FailedStep.VAULT).silent(PROXY_REFUSED),
            Kind.UNREACHABLE,
            "The proxy would not connect to {host}«: it answered {proxy-status}».",
            "Allow {host}:443 in the proxy, or list the host in NO_PROXY or http.nonProxyHosts."),
    VAULT_SLOW(
            "KW-2013",
            at(FailedStep.VAULT).silent(ANSWER_TIMEOUT),
            Kind.UNREACHABLE,
            "{host} accepted the request but did not finish an answer in time.",
            "Check proxies and firewalls on the way; `az keyvault show --name {vault}` tells whether the vault itself is well."),
    VAULT_CLOSED(
            "KW-2014",
            at(FailedStep.VAULT).silent(CLOSED),
            Kind.UNREACHABLE,
            "The connection to {host} was cut before an answer came.",
            "Something on the way resets connections: check firewall, proxy and idle time-outs."),

    // What answered is not a vault

    VAULT_TRUNCATED(
            "KW-2015",
            at(FailedStep.VAULT).silent(TRUNCATED, NOT_HTTP, TOO_LARGE),
            Kind.INVALID_RESPONSE,
            "What {host} sent is not an answer of Key Vault: it is broken off, no HTTP, or far too long.",
            "A proxy or captive portal answers in the vault's place, or cuts answers: compare with"
                    + " `curl -v https://{host}/healthstatus` from the same place."),
    VAULT_REDIRECT(
            "KW-2016",
            at(FailedStep.VAULT).status(300, 399),
            Kind.INVALID_RESPONSE,
            "{host} answered with a redirect ({status}), which Key Vault never does.",
            "A proxy or captive portal is in between: log in there or go around it. Keyweave follows no redirect, for a token"
                    + " would go along."),
    VAULT_INVALID_RESPONSE(
            "KW-2017",
            at(FailedStep.VAULT).status(200, 299),
            Kind.INVALID_RESPONSE,
            "{host} answered {status}, but not with a secret.",
            "A proxy or captive portal answers in the vault's place: compare with `curl -v https://{host}/healthstatus` from the same"
                    + " place."),

    // Whose answer it is

    ANSWER_OF_ANOTHER_HOST(
            "KW-2018",
            at(FailedStep.ANSWER).code("host"),
            Kind.INVALID_RESPONSE,
            "{host} answered with a secret of another vault ({answered}); it was not used.",
            "Give vault.ALIAS the vault's own host name: a vault behind a gateway with a name of its own is not supported."),
    ANSWER_OF_ANOTHER_SECRET(
            "KW-2019",
            at(FailedStep.ANSWER).code("secret"),
            Kind.INVALID_RESPONSE,
            "{host} answered with another secret ({answered}) than the one asked for, twice; it was not used.",
            "A proxy that inspects TLS, or a gateway, mixes up answers: exempt {host} from inspection, or list it in NO_PROXY or"
                    + " http.nonProxyHosts."),
    ANSWER_OF_ANOTHER_VERSION(
            "KW-2020",
            at(FailedStep.ANSWER).code("version"),
            Kind.INVALID_RESPONSE,
            "{host} answered with another version ({answered}) than the one asked for, twice; it was not used.",
            "A proxy or cache between this JVM and the vault answers in its place: exempt {host} from it."),
    ANSWER_TO_ANOTHER_REQUEST(
            "KW-2021",
            at(FailedStep.ANSWER),
            Kind.INVALID_RESPONSE,
            "{host} sent an answer ({status}) that belongs to another request, twice; it was not used.",
            "A proxy that inspects TLS, or a gateway, mixes up answers: exempt {host} from inspection, or list it in NO_PROXY or"
                    + " http.nonProxyHosts."),

    // Who may read

    CHALLENGE_FOREIGN_RESOURCE(
            "KW-2022",
            at(FailedStep.CHALLENGE).code("resource"),
            Kind.INVALID_RESPONSE,
            "{host} asked for a token for {resource}, which is not this vault; nothing was sent.",
            "Either the host is not a vault, or it is one behind a name of its own: give vault.ALIAS the vault's real host name."),
    CHALLENGE_FOREIGN_AUTHORITY(
            "KW-2023",
            at(FailedStep.CHALLENGE).code("authority"),
            Kind.INVALID_RESPONSE,
            "{host} sent us to {authority} for a token, but the authority in force is {expected-authority}; nothing was sent.",
            "For a vault in a sovereign cloud set cloud=china or cloud=usgov; for a private authority set AZURE_AUTHORITY_HOST."),
    CHALLENGE_MISSING(
            "KW-2024",
            at(FailedStep.CHALLENGE),
            Kind.INVALID_RESPONSE,
            "{host} answered {status} without saying which token it wants: it is not a Key Vault.",
            "Check the URL of the alias and whether a proxy answers in the vault's place."),
    GATEWAY_ANSWERED(
            "KW-2025",
            at(FailedStep.VAULT).status(400, 404).having("foreign"),
            Kind.INVALID_RESPONSE,
            "{host} answered {status}, but not as Key Vault does: a gateway, a proxy or a web filter answered in its place.",
            "Allow {host} there, or go around it (NO_PROXY, http.nonProxyHosts). Check the URL of the alias. Compare with"
                    + " `curl -v https://{host}/healthstatus` from the same place."),
    WRONG_TENANT_OF_MACHINE(
            "KW-2026",
            at(FailedStep.VAULT).status(401).code("AKV10032").having("machine"),
            Kind.REFUSED,
            "{host} belongs to« tenant {expected-tenant},» another tenant than this managed identity«, which is of tenant"
                    + " {tenant}». The identity: {identity}.",
            "A managed identity belongs to the tenant of its subscription, and tenant-id does not change that. Use a vault of that"
                    + " tenant, or an app registration of the vault's tenant (auth=client-certificate, or workload identity)."),
    WRONG_TENANT(
            "KW-2027",
            at(FailedStep.VAULT).status(401).code("AKV10032"),
            Kind.REFUSED,
            "{host} belongs to« tenant {expected-tenant},» another tenant than the one that issued our token"
                    + "« ({tenant})». The identity: {identity}.",
            "Set tenant-id«={expected-tenant}» (or AZURE_TENANT_ID) to the vault's tenant, with an identity of that tenant:"
                    + " `az keyvault show --name {vault} --query properties.tenantId`."),
    SIGNING_KEY_UNKNOWN(
            "KW-2028",
            at(FailedStep.VAULT).status(401).code("AKV10046"),
            Kind.SERVICE_ERROR,
            "{host} does not know the key that the token of this identity ({identity}) is signed with (401 AKV10046).",
            "After a change of Entra ID's keys this passes within seconds. If it lasts, the token is of another"
                    + " cloud: check cloud= and AZURE_AUTHORITY_HOST."),
    TOKEN_REJECTED(
            "KW-2029",
            at(FailedStep.VAULT).status(401),
            Kind.REFUSED,
            "{host} rejected the token of this identity ({identity}) with 401« {code}», and a second one too.",
            "Check this machine's clock, then cloud= and AZURE_AUTHORITY_HOST: a token of another cloud is for another audience."),
    FORBIDDEN_BY_RBAC(
            "KW-2030",
            at(FailedStep.VAULT).status(403).code("ForbiddenByRbac"),
            Kind.REFUSED,
            "{host} knows this identity ({identity}), but it has no role that may read secrets (403 ForbiddenByRbac)."
                    + "« Passed over before: {passed-over}.»",
            "If this identity is the right one, grant it the role: `az role assignment create --role \"Key Vault Secrets User\""
                    + " --assignee-object-id {object-id}"
                    + " --assignee-principal-type ServicePrincipal --scope $(az keyvault show --name {vault} --query id -o tsv)`;"
                    + " it can take minutes to take effect."),
    FORBIDDEN_BY_POLICY(
            "KW-2031",
            at(FailedStep.VAULT).status(403).code("AccessDenied", "ForbiddenByPolicy"),
            Kind.REFUSED,
            "{host} knows this identity ({identity}), but its access policies do not let it get secrets (403 {code})."
                    + "« Passed over before: {passed-over}.»",
            "If this identity is the right one, add it: `az keyvault set-policy --name {vault} --object-id {object-id} --secret-permissions get`."),
    FORBIDDEN_BY_PERIMETER(
            "KW-2032",
            at(FailedStep.VAULT)
                    .status(403)
                    .code("ForbiddenByFirewall", "ForbiddenByNsp")
                    .having("perimeter"),
            Kind.REFUSED,
            "The network security perimeter around {host} does not let this client in«: the vault sees {client-ip}»«, {way}»"
                    + " (403 {code}).",
            "Add an inbound access rule for this address or this client's subscription to the perimeter's profile"
                    + " (`az network perimeter profile access-rule create`), or use a private endpoint. Rules of the vault's own"
                    + " firewall do not count here."),
    FORBIDDEN_BY_FIREWALL_SUBNET(
            "KW-2033",
            at(FailedStep.VAULT).status(403).code("ForbiddenByFirewall").having("subnet"),
            Kind.REFUSED,
            "The firewall of {host} does not let this subnet in«: the vault sees the private address {client-ip}»"
                    + " (403 ForbiddenByFirewall).",
            "A private address cannot be an IP rule. Allow the subnet:"
                    + " `az keyvault network-rule add --name {vault} --vnet-name VNET --subnet SUBNET`, which needs the service"
                    + " endpoint Microsoft.KeyVault on it; or use a private endpoint."),
    FORBIDDEN_BY_FIREWALL(
            "KW-2034",
            at(FailedStep.VAULT).status(403).code("ForbiddenByFirewall"),
            Kind.REFUSED,
            "The firewall of {host} does not let this address in«: the vault sees {client-ip}»«, {way}» (403 ForbiddenByFirewall).",
            "Allow it: `az keyvault network-rule add --name {vault} --ip-address {client-ip}`, or allow this virtual network's"
                    + " subnet, or use a private endpoint."),
    FORBIDDEN_BY_CONNECTION(
            "KW-2035",
            at(FailedStep.VAULT).status(403).code("ForbiddenByConnection"),
            Kind.REFUSED,
            "{host} takes no requests from public networks (403 ForbiddenByConnection), and this one came from there"
                    + "«: the vault sees {client-ip}»«, {way}».",
            "Reach it through its private endpoint: check that `nslookup {host}` here gives a private address, and that the zone"
                    + " privatelink.vaultcore.azure.net is linked to this network."),
    SECRET_DISABLED(
            "KW-2036",
            at(FailedStep.VAULT).status(403).code("SecretDisabled"),
            Kind.DISABLED,
            "The version asked for is disabled (403 SecretDisabled).",
            "Enable it: `az keyvault secret set-attributes --vault-name {vault} --name {secret} --enabled true`, or add a new"
                    + " version."),
    FORBIDDEN(
            "KW-2037",
            at(FailedStep.VAULT).status(403),
            Kind.REFUSED,
            "{host} forbids this identity ({identity}) to read it (403« {code}»).",
            "See the vault's networking and access settings: `az keyvault show --name {vault}`; the identity's object id is"
                    + " {object-id}."),

    // What is there

    SECRET_MISSING(
            "KW-2038",
            at(FailedStep.VAULT).status(404).code("SecretNotFound"),
            Kind.MISSING,
            "There is no such secret or version in {host} (404 SecretNotFound), or it was deleted.",
            "Compare with `az keyvault secret list --vault-name {vault} --query \"[].name\" -o tsv`; a deleted one comes back with"
                    + " `az keyvault secret recover --vault-name {vault} --name {secret}`."),
    NOT_FOUND(
            "KW-2039",
            at(FailedStep.VAULT).status(404),
            Kind.INVALID_RESPONSE,
            "{host} answered 404, but not as Key Vault does; the secret itself may well exist.",
            "Check the URL of the alias and whether a proxy answers in the vault's place."),
    BAD_REQUEST(
            "KW-2040",
            at(FailedStep.VAULT).status(400),
            Kind.MALFORMED,
            "{host} does not understand the request (400« {code}»).",
            "Check name and version of the secret in the placeholder: a version has 32 hexadecimal digits."),

    // How it is doing

    THROTTLED(
            "KW-2041",
            at(FailedStep.VAULT).status(429),
            Kind.THROTTLED,
            "{host} throttles (429)« and asks to wait {retry-after}»: 4,000 reads in 10 s per vault and region are the limit, for all"
                    + " its clients together.",
            "If a start failed, wait {wait} and start again, not all JVMs at once. A running JVM tries again by itself. For fewer requests"
                    + " raise ttl, spread restarts with startup-spread (`java -jar keyweave-agent.jar simulate` computes it), or split the"
                    + " vault."),
    VAULT_SERVICE_ERROR(
            "KW-2042",
            at(FailedStep.VAULT).status(500, 599),
            Kind.SERVICE_ERROR,
            "{host} answered {status}« {code}»: the vault or its front door has a problem.",
            "See whether it is so from elsewhere (`curl -v https://{host}/healthstatus`), then https://azure.status.microsoft and the"
                    + " vault's resource health. A start that may wait longer sets startup-timeout."),
    VAULT_TIMED_OUT(
            "KW-2043",
            at(FailedStep.VAULT).status(408),
            Kind.SERVICE_ERROR,
            "{host} answered 408: it, or a proxy, gave up waiting.",
            "Compare with `curl -v https://{host}/healthstatus` from the same place, and check a proxy on the way. A start that may wait"
                    + " longer sets startup-timeout."),
    VAULT_OTHER(
            "KW-2044",
            at(FailedStep.VAULT),
            Kind.INVALID_RESPONSE,
            "{host} answered {status}« {code}», which Key Vault does not do.",
            "Check the URL of the alias and whether a proxy answers in the vault's place.");

    private final MessageRow row;

    VaultMessages(String code, FailurePattern pattern, Kind kind, String cause, String remedy) {
        this.row = new MessageRow(code, pattern, kind, cause, remedy);
    }

    @Override
    public MessageRow row() {
        return row;
    }
}
