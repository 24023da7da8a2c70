package io.keyweave.test.faults;

import io.keyweave.Failure.Kind;
import io.keyweave.devvault.EntraError;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.Forbidden;
import io.keyweave.devvault.RecordedAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Every fault, and what must come of it. */
final class FaultTable {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String CERTIFICATE = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    private static final String VERSION = "0123456789abcdef0123456789abcdef";

    private final List<FaultCase> cases = new ArrayList<>();

    private FaultTable() {}

    static List<FaultCase> all() {
        FaultTable table = new FaultTable();
        table.theWayToTheVault();
        table.brokenAnswers();
        table.nonsense();
        table.answersToOthers();
        table.challenges();
        table.refusals();
        table.statuses();
        table.unheardOf();
        table.survived();
        table.oddValues();
        table.entraId();
        table.managedIdentity();
        table.recordedAtTheVault();
        table.recordedAtEntraId();
        table.recordedAtManagedIdentity();
        return table.cases;
    }

    private FaultCase add(String name, Consumer<Lab> fault) {
        FaultCase added = new FaultCase(name, fault);
        cases.add(added);
        return added;
    }

    private FaultCase vault(String name, Fault fault) {
        return add(name, lab -> lab.vault().fault(fault));
    }

    private void theWayToTheVault() {
        add("no such host", Lab::forgetHost)
                .at(Lab.Place.NAMED)
                .fails(Kind.UNREACHABLE, "There is no host", "az keyvault list", "private DNS zone");
        vault("refused", Fault.refused()).fails(Kind.UNREACHABLE, "refused the connection", "nslookup");
        vault("black hole", Fault.blackHole())
                .fails(Kind.UNREACHABLE, "Nothing answered at", "TCP 443", "AzureKeyVault");
        vault("accepted and unanswered", Fault.unanswered()).fails(Kind.UNREACHABLE, "TLS handshake with", "TLS 1.2");
        vault("connects too slowly", Fault.slowConnect(Duration.ofSeconds(30))).fails(Kind.UNREACHABLE, "TLS");
        vault("reset on connect", Fault.resetOnConnect()).fails(Kind.UNREACHABLE);
        vault("no TLS there", Fault.plaintext()).fails(Kind.UNREACHABLE, "TLS handshake with", "TLS 1.2");
        vault("TLS expired", Fault.expiredCertificate())
                .fails(Kind.UNREACHABLE, "has expired or is not valid yet", "clock");
        vault("TLS of another host", Fault.wrongHostCertificate())
                .fails(Kind.UNREACHABLE, "is another host's", "nslookup", "private endpoint");
        vault("TLS of a stranger", Fault.untrustedCertificate())
                .fails(Kind.UNREACHABLE, "is not trusted", "inspects TLS", "ca=FILE");
        add("no route", lab -> {})
                .at(Lab.Place.NOWHERE)
                .onlyCold(Kind.UNREACHABLE, "There is no route to 224.0.0.1", "private endpoint");
        add("proxy is down", lab -> lab.dev().proxy().stop())
                .at(Lab.Place.PROXY)
                .fails(Kind.UNREACHABLE, "The proxy on the way to", "cannot be reached", "HTTPS_PROXY", "NO_PROXY")
                .coldFails(Kind.UNREACHABLE, "The proxy on the way to Entra ID", "HTTPS_PROXY", "NO_PROXY");
        add("proxy refuses the host", lab -> lab.dev().proxy().refuse())
                .at(Lab.Place.PROXY)
                .fails(Kind.UNREACHABLE, "The proxy would not connect", "answered 403", "NO_PROXY")
                .coldFails(Kind.UNREACHABLE, "Entra ID", "403 to CONNECT", "AzureActiveDirectory");
        add("proxy wants a password", lab -> lab.dev().proxy().credentials("user", "password"))
                .at(Lab.Place.PROXY)
                .fails(Kind.UNREACHABLE, "407", "HTTPS_PROXY");
    }

    private void brokenAnswers() {
        vault("never answered", Fault.silence()).fails(Kind.UNREACHABLE, "in time", "az keyvault show");
        vault("dribbled", Fault.dribble(Duration.ofMillis(200))).fails(Kind.UNREACHABLE, "in time", "proxies");
        vault("reset in the body", Fault.resetInBody()).fails(Kind.UNREACHABLE, "was cut", "resets connections");
        vault("empty reply", Fault.emptyReply()).fails(Kind.UNREACHABLE, "was cut", "resets connections");
        vault("garbage", Fault.garbage()).fails(Kind.INVALID_RESPONSE, "not an answer of Key Vault", "captive portal");
        vault("truncated body", Fault.truncatedBody()).fails(Kind.INVALID_RESPONSE, "broken off", "captive portal");
    }

    private void nonsense() {
        vault("redirect", Fault.redirect("https://portal.example/login"))
                .fails(Kind.INVALID_RESPONSE, "redirect (302)", "follows no redirect");
        vault("HTML with 200", Fault.html())
                .fails(Kind.INVALID_RESPONSE, "but not with a secret", "captive portal")
                .coldFails(Kind.INVALID_RESPONSE, "not a Key Vault", "proxy");
        vault("HTML with 200 to a token", Fault.html().authenticated())
                .fails(Kind.INVALID_RESPONSE, "but not with a secret", "captive portal");
        vault("empty 200", Fault.emptyAnswer().authenticated()).fails(Kind.INVALID_RESPONSE, "but not with a secret");
        vault(
                        "JSON without value",
                        Fault.answer(200, JSON, "{\"id\":\"x\",\"attributes\":{}}")
                                .authenticated())
                .fails(Kind.INVALID_RESPONSE, "but not with a secret");
        vault("value null", Fault.answer(200, JSON, "{\"value\":null}").authenticated())
                .fails(Kind.INVALID_RESPONSE, "but not with a secret");
        vault("value no text", Fault.answer(200, JSON, "{\"value\":{\"a\":1}}").authenticated())
                .fails(Kind.INVALID_RESPONSE, "but not with a secret");
        vault(
                        "JSON broken off",
                        Fault.answer(200, JSON, "{\"value\":\"first-va").authenticated())
                .fails(Kind.INVALID_RESPONSE, "but not with a secret");
        vault(
                        "404 of a web server",
                        Fault.answer(404, "text/html", "<h1>Not Found</h1>").authenticated())
                .fails(Kind.INVALID_RESPONSE, "not as Key Vault does");
    }

    /** Whole and well, but not what was asked for: never served. */
    private void answersToOthers() {
        named("another secret's answer", lab -> lab.host() + "/secrets/other/" + VERSION)
                .fails(Kind.INVALID_RESPONSE, "with another secret (", "/other/" + VERSION, "inspects TLS");
        named("another vault's answer", lab -> "fabrikam.vault.azure.net/secrets/" + Lab.SECRET + "/" + VERSION)
                .fails(Kind.INVALID_RESPONSE, "another vault (fabrikam.vault.azure.net/", "own host name");
        add("another version's answer", lab -> answer(lab, lab.host() + "/secrets/" + Lab.SECRET + "/" + VERSION))
                .at(Lab.Place.PINNED)
                .onlyCold(Kind.INVALID_RESPONSE, "with another version (", VERSION, "cache");
        vault(
                        "another request's answer",
                        Fault.answer(
                                        404,
                                        Map.of("x-ms-client-request-id", "0dec7bea-ed4b-11ec-b354-acde48001122"),
                                        "{\"error\":{\"code\":\"SecretNotFound\",\"message\":\"\"}}")
                                .authenticated())
                .fails(Kind.INVALID_RESPONSE, "an answer (404) that belongs to another request", "mixes up");
    }

    private FaultCase named(String name, Function<Lab, String> id) {
        return add(name, lab -> answer(lab, id.apply(lab)));
    }

    private static void answer(Lab lab, String id) {
        String body = "{\"value\":\"eyJ-of-another\",\"id\":\"https://" + id + "\",\"attributes\":{\"enabled\":true}}";
        lab.vault().fault(Fault.answer(200, JSON, body).authenticated());
    }

    private void challenges() {
        vault("401 forever", Fault.challenge(null, null))
                .fails(Kind.REFUSED, "rejected the token", "a second one too", "clock")
                .http(401);
        vault("foreign authority", Fault.challenge("https://login.evil.example/tenant", null))
                .fails(Kind.REFUSED, "rejected the token")
                .coldFails(
                        Kind.INVALID_RESPONSE,
                        "sent us to login.evil.example",
                        "nothing was sent",
                        "AZURE_AUTHORITY_HOST");
        vault("foreign resource", Fault.challenge(null, "https://management.azure.com"))
                .fails(Kind.REFUSED, "rejected the token")
                .coldFails(
                        Kind.INVALID_RESPONSE,
                        "for a token for https://management.azure.com",
                        "nothing was sent",
                        "real host name");
        add("token of another tenant", lab -> {
                    lab.dev().entra().issueFromTenant("11111111-2222-3333-4444-555555555555");
                    lab.dev().entra().expireTokens();
                })
                .fails(Kind.REFUSED, "11111111-2222-3333-4444-555555555555", "tenant-id")
                .http(401)
                // Only another tenant-id cures it, so nobody asks for another token.
                .withoutWaitingForRecovery();
    }

    private void refusals() {
        forbidden(Forbidden.RBAC, "Key Vault Secrets User", "az role assignment create", "object id");
        forbidden(Forbidden.ACCESS_DENIED, "az keyvault set-policy --name app", "object id");
        forbidden(Forbidden.POLICY, "az keyvault set-policy", "object id");
        forbidden(
                Forbidden.FIREWALL,
                "the vault sees 127.0.0.1",
                "az keyvault network-rule add --name app --ip-address 127.0.0.1");
        forbidden(
                Forbidden.CONNECTION,
                "private endpoint",
                "nslookup",
                "the vault sees 127.0.0.1, from a public network");
        add("secret disabled", lab -> lab.vault().disable(Lab.SECRET))
                .fails(Kind.DISABLED, "SecretDisabled", "--name db-password --enabled true")
                .http(403)
                .revokes("revoked", "SecretDisabled");
        add("secret deleted", lab -> lab.vault().delete(Lab.SECRET))
                .fails(
                        Kind.MISSING,
                        "SecretNotFound",
                        "az keyvault secret list",
                        "recover --vault-name app --name db-password")
                .http(404)
                .revokesWhenConfirmed("revoked", "SecretNotFound");
    }

    /** Words of the service that nobody has heard yet. */
    private void unheardOf() {
        vault(
                        "403 for a new reason",
                        Fault.answer(
                                        403,
                                        JSON,
                                        "{\"error\":{\"code\":\"Forbidden\",\"message\":\"\",\"innererror\":{\"code\":\"NewReason\"}}}")
                                .authenticated())
                .fails(Kind.REFUSED, "403 NewReason", "az keyvault show", "object id");
        vault("418", Fault.status(418)).fails(Kind.INVALID_RESPONSE, "answered 418", "URL of the alias");
    }

    private void forbidden(Forbidden reason, String... texts) {
        List<String> all = new ArrayList<>(List.of(texts));
        all.add(reason.code());
        vault("403 " + reason.code(), Fault.forbidden(reason))
                .fails(Kind.REFUSED, all.toArray(new String[0]))
                .http(403);
    }

    private void statuses() {
        vault("400", Fault.status(400))
                .fails(Kind.MALFORMED, "400 BadParameter", "32 hexadecimal")
                .http(400);
        vault("408", Fault.status(408))
                .fails(Kind.SERVICE_ERROR, "answered 408", "startup-timeout")
                .http(408);
        vault("429", Fault.throttled(null))
                .fails(Kind.THROTTLED, "throttles (429)", "startup-spread")
                .http(429);
        vault("429 with Retry-After", Fault.throttled("7"))
                .fails(Kind.THROTTLED, "asks to wait 7s", "wait 7 s and start again", "raise ttl")
                .withoutWaitingForRecovery()
                .http(429);
        vault("429 for a day", Fault.throttled("86400"))
                .fails(Kind.THROTTLED, "throttles (429)")
                .withoutWaitingForRecovery()
                .http(429);
        vault("429 forever", Fault.throttled("99999999999999999999"))
                .fails(Kind.THROTTLED, "throttles (429)")
                .withoutWaitingForRecovery()
                .http(429);
        vault("429 for nonsense", Fault.throttled("-5, soon"))
                .fails(Kind.THROTTLED, "throttles (429)")
                .http(429);
        vault("500", Fault.status(500))
                .fails(Kind.SERVICE_ERROR, "answered 500", "azure.status")
                .http(500);
        vault("503", Fault.status(503))
                .fails(Kind.SERVICE_ERROR, "answered 503")
                .http(503);
        vault("503 HTML", Fault.answer(503, "text/html", "<h1>down</h1>")).fails(Kind.SERVICE_ERROR, "answered 503");
    }

    private void survived() {
        vault("503 once", Fault.status(503).times(1)).reads(Lab.VALUE);
        vault("empty reply once", Fault.emptyReply().times(1)).reads(Lab.VALUE);
        vault("reset once", Fault.resetInBody().times(1)).reads(Lab.VALUE);
        vault("claims challenge", Fault.claimsChallenge()).reads(Lab.VALUE);
        add("token expired early", lab -> lab.dev().entra().expireTokens()).reads(Lab.VALUE);
        add("tokens that last seconds", lab -> {
                    lab.dev().entra().tokenLifetime(Duration.ofSeconds(3));
                    lab.dev().entra().expireTokens();
                })
                .reads(Lab.VALUE);
        vault("slow but fast enough", Fault.slowConnect(Duration.ofMillis(300))).reads(Lab.VALUE);
    }

    private void oddValues() {
        odd("empty", "");
        odd("25 KB", "x".repeat(25 * 1024));
        odd("25 KB of wide characters", "\ud83d\udd11".repeat(25 * 256));
        odd("byte order mark", "\ufeffpass");
        odd("line ends", "-----BEGIN\r\nline\n\ttab\r\n");
        odd("dollar", "$1 $$ ${user.home} \\$0 #{x}");
        odd("placeholder", "$<kv:app/other>");
        odd("quotes", "\"'`\\ \u0001 </secret>");
    }

    private void odd(String name, String value) {
        add("value: " + name, lab -> lab.vault().put(Lab.SECRET, value)).reads(value);
    }

    private void entraId() {
        entra(EntraError.WRONG_SECRET, "client secret", "is wrong", "az ad app credential reset");
        entra(EntraError.EXPIRED_SECRET, "has expired", "az ad app credential reset", "--append");
        entra(EntraError.UNKNOWN_APPLICATION, "There is no app", "az ad sp show");
        entra(EntraError.UNKNOWN_TENANT, "There is no tenant", "tenant-id");
        entra(EntraError.UNKNOWN_RESOURCE, "different clouds", "Set cloud=");
        entra(EntraError.BLOCKED_BY_POLICY, "Conditional access blocks", "sign-in log");
        entra(EntraError.UNKNOWN_CERTIFICATE, "certificate", "Register it").at(Lab.Place.CERTIFICATE);
        entra(EntraError.ASSERTION_OUT_OF_TIME, "clock").at(Lab.Place.WORKLOAD);
        entra(EntraError.UNKNOWN_SUBJECT, "federated-credential list", "system:serviceaccount")
                .at(Lab.Place.WORKLOAD);
        entra(EntraError.DISABLED_APPLICATION, "refused this identity", "login.microsoftonline.com/error");
        add("federated token file gone", lab -> {
                    lab.dev().federatedTokenFile().toFile().delete();
                    lab.dev().entra().expireTokens();
                })
                .at(Lab.Place.WORKLOAD)
                .fails(Kind.IDENTITY, "is not usable", "NoSuchFileException", "azure.workload.identity/use");
        add("federated token expired", lab -> {
                    lab.dev().rotateFederatedToken(Duration.ofMinutes(-1));
                    lab.dev().entra().expireTokens();
                })
                .at(Lab.Place.WORKLOAD)
                .fails(Kind.IDENTITY, "AADSTS700024", "token file")
                .withoutWaitingForRecovery();
        add("Entra ID refused", lab -> lab.entra(Fault.refused()))
                .fails(Kind.UNREACHABLE, "Entra ID", "cannot be reached", "AzureActiveDirectory");
        add("Entra ID black hole", lab -> lab.entra(Fault.blackHole()))
                .fails(Kind.UNREACHABLE, "Entra ID", "nothing answered", "AzureActiveDirectory");
        add("Entra ID silent", lab -> lab.entra(Fault.silence()))
                .fails(Kind.UNREACHABLE, "Entra ID", "no complete answer", "AzureActiveDirectory");
        add("Entra ID 429", lab -> lab.entra(Fault.throttled(null))).fails(Kind.THROTTLED, "Entra ID throttles");
        add("Entra ID 429 with Retry-After", lab -> lab.entra(Fault.throttled("3")))
                .fails(Kind.THROTTLED, "Entra ID throttles", "asks to wait 3s", "startup-spread");
        add("Entra ID 503", lab -> lab.entra(Fault.status(503))).fails(Kind.SERVICE_ERROR, "Entra ID", "503");
        add("Entra ID redirect", lab -> lab.entra(Fault.redirect("https://portal.example/login")))
                .fails(Kind.INVALID_RESPONSE, "answered 302, but not with a token", "captive portal");
        add("Entra ID in trouble", lab -> lab.entra(EntraError.TRANSIENT))
                .fails(Kind.SERVICE_ERROR, "answered 503 AADSTS90033", "startup-timeout")
                .http(503);
        add("Entra ID HTML", lab -> lab.entra(Fault.html()))
                .fails(Kind.INVALID_RESPONSE, "answered 200, but not with a token", "captive portal");
        add("Entra ID garbage", lab -> lab.entra(Fault.garbage()))
                .fails(Kind.INVALID_RESPONSE, "not an answer of Entra ID");
        add("Entra ID TLS of a stranger", lab -> lab.entra(Fault.untrustedCertificate()))
                .fails(Kind.UNREACHABLE, "TLS certificate", "ca=");
    }

    private FaultCase entra(EntraError error, String... texts) {
        List<String> all = new ArrayList<>(List.of(texts));
        all.add("AADSTS" + error.code());
        return add("AADSTS" + error.code(), lab -> lab.entra(error))
                .fails(Kind.IDENTITY, all.toArray(new String[0]))
                .http(error.status());
    }

    private void managedIdentity() {
        imds("IMDS 404", Fault.status(404))
                .fails(Kind.SERVICE_ERROR, "answered 404: it is being updated", "startup-timeout");
        imds("IMDS 410", Fault.status(410))
                .fails(Kind.SERVICE_ERROR, "answered 410: it is being updated", "startup-timeout");
        imds("IMDS 429", Fault.throttled(null)).fails(Kind.THROTTLED, "throttles (429)", "startup-timeout");
        imds("IMDS 429 with Retry-After", Fault.throttled("2")).fails(Kind.THROTTLED, "asks to wait 2s");
        imds("IMDS 500", Fault.status(500)).fails(Kind.SERVICE_ERROR, "answered 500", "restart");
        imds("IMDS 403", Fault.status(403)).fails(Kind.IDENTITY, "refused (403", "IDENTITY_HEADER");
        imds("IMDS identity not found", Fault.status(400))
                .fails(Kind.IDENTITY, "no such managed identity", "az vm identity assign", "client-id");
        imds("IMDS refused", Fault.refused())
                .fails(Kind.UNREACHABLE, "No managed identity answers here", "az vm identity assign");
        imds("IMDS black hole", Fault.blackHole())
                .fails(Kind.UNREACHABLE, "No managed identity answers here", "auth=azure-cli");
        imds("IMDS HTML", Fault.html())
                .fails(Kind.INVALID_RESPONSE, "not an answer of a managed identity endpoint", "IDENTITY_ENDPOINT");
        add("App Service identity not found", lab -> {
                    lab.dev().appService().unassign();
                    lab.dev().entra().expireTokens();
                })
                .at(Lab.Place.APP_SERVICE)
                .fails(Kind.IDENTITY, "no such managed identity", "az webapp identity assign")
                .withoutWaitingForRecovery();
    }

    // ---- answers recorded at the real services

    private void recordedAtTheVault() {
        for (int status : new int[] {401, 403, 404}) {
            Fault page = RecordedAnswers.gatewayPage(status);
            vault("page of a web filter, " + status, page)
                    .fails(
                            Kind.INVALID_RESPONSE,
                            "answered " + status + ", but not as Key Vault does",
                            "a web filter answered in its place",
                            "NO_PROXY");
            vault("page of a web filter to a token, " + status, page.authenticated())
                    .fails(Kind.INVALID_RESPONSE, "but not as Key Vault does", "curl -v https://");
        }
        vault("invalid hostname", RecordedAnswers.invalidHostname())
                .fails(Kind.INVALID_RESPONSE, "answered 400, but not as Key Vault does", "URL of the alias");
        vault(
                        "401 of an API gateway",
                        Fault.answer(401, JSON, "{\"statusCode\":401,\"message\":\"Access denied\"}")
                                .authenticated())
                .fails(Kind.INVALID_RESPONSE, "answered 401, but not as Key Vault does");
        vault("404 of an emulator", RecordedAnswers.emulatorNotFound().authenticated())
                .fails(Kind.INVALID_RESPONSE, "answered 404, but not as Key Vault does", "may well exist");
        vault("signing key unknown", RecordedAnswers.keyNotResolved().authenticated())
                .fails(Kind.SERVICE_ERROR, "401 AKV10046", "passes within seconds", "cloud=");
        vault(
                        "signing key unknown at first",
                        RecordedAnswers.keyNotResolved().authenticated().times(2))
                .reads(Lab.VALUE);
        add("firewall sees a private address", lab -> {
                    lab.vault().clientAddress("10.240.0.7", false);
                    lab.vault().fault(Fault.forbidden(Forbidden.UNKNOWN_SUBNET));
                })
                .fails(
                        Kind.REFUSED,
                        "the vault sees the private address 10.240.0.7",
                        "cannot be an IP rule",
                        "--vnet-name VNET --subnet SUBNET")
                .http(403);
        add("network security perimeter", lab -> {
                    lab.vault().clientAddress("203.0.113.7", false);
                    lab.vault().fault(Fault.forbidden(Forbidden.PERIMETER));
                })
                .fails(
                        Kind.REFUSED,
                        "The network security perimeter around",
                        "the vault sees 203.0.113.7, from a public network",
                        "az network perimeter profile access-rule create")
                .http(403);
        add("firewall by private link", lab -> {
                    lab.vault().clientAddress("203.0.113.7", true);
                    lab.vault().fault(Fault.forbidden(Forbidden.FIREWALL));
                })
                .fails(Kind.REFUSED, "the vault sees 203.0.113.7, through a private endpoint")
                .http(403);
        add("challenge by another name of the authority", lab -> {})
                .at(Lab.Place.NO_TENANT)
                .reads(Lab.VALUE);
        add("challenge by another name of China's authority", lab -> {})
                .at(Lab.Place.NO_TENANT_IN_CHINA)
                .reads(Lab.VALUE);
        add("secret of a certificate that has expired", lab -> {
                    lab.vault().putCertificate(Lab.SECRET, CERTIFICATE);
                    lab.vault().expires(Lab.SECRET, Instant.now().minusSeconds(60));
                })
                .reads(
                        CERTIFICATE,
                        "WARN KW-4202 app/" + Lab.SECRET,
                        "Renew the certificate in the vault: its secret follows. (docs/troubleshooting.md#kw-4202)");
        add("managed identity of another tenant", lab -> {
                    lab.dev().entra().issueFromTenant("11111111-2222-3333-4444-555555555555");
                    lab.dev().entra().expireTokens();
                })
                .at(Lab.Place.IMDS)
                .fails(
                        Kind.REFUSED,
                        "another tenant than this managed identity",
                        "11111111-2222-3333-4444-555555555555",
                        "tenant-id does not change that")
                .http(401)
                .withoutWaitingForRecovery();
    }

    private void recordedAtEntraId() {
        entra(
                        EntraError.NO_MATCHING_FEDERATION,
                        "Assertion Subject: 'system:serviceaccount:shop:orders'",
                        "Audience: 'api://")
                .at(Lab.Place.WORKLOAD);
        entra(EntraError.UNKNOWN_ISSUER, "presented assertion issuer", "federated-credential list")
                .at(Lab.Place.WORKLOAD);
        entra(EntraError.NO_FEDERATION, "no federated credential at all", "az identity federated-credential create")
                .at(Lab.Place.WORKLOAD);
        entra(EntraError.EXPIRED_CERTIFICATE, "outside its validity", "until '2026-11-01T00:00:00Z'", "--append --cert")
                .at(Lab.Place.CERTIFICATE);
        for (int status : new int[] {400, 401, 403}) {
            add("Entra ID: page of a web filter, " + status, lab -> lab.entra(RecordedAnswers.gatewayPage(status)))
                    .fails(
                            Kind.INVALID_RESPONSE,
                            "answered " + status + ", but not as Entra ID does",
                            "web filter",
                            "NO_PROXY");
        }
    }

    private void recordedAtManagedIdentity() {
        String resource = "https://vault.azure.example";
        imds("IMDS several identities", RecordedAnswers.imdsSeveralIdentities())
                .fails(
                        Kind.IDENTITY,
                        "several user-assigned identities",
                        "The endpoint says: Multiple user assigned identities exist, please specify the clientId",
                        "Set client-id");
        imds("IMDS wrong resource", RecordedAnswers.imdsWrongResource(resource))
                .fails(
                        Kind.IDENTITY,
                        "400 AADSTS500011",
                        "The endpoint says: The resource principal named " + resource,
                        "Set cloud=");
        imds("Docker Desktop", RecordedAnswers.dockerDesktop())
                .fails(Kind.INVALID_RESPONSE, "not a machine of Azure's", "Docker Desktop", "auth=azure-cli");
        imds("IMDS: page of a web filter", RecordedAnswers.gatewayPage(403))
                .fails(Kind.INVALID_RESPONSE, "not as a managed identity endpoint does", "NO_PROXY=169.254.169.254");
        appService("App Service wrong resource", RecordedAnswers.appServiceWrongResource(resource))
                .fails(
                        Kind.IDENTITY,
                        "400 AADSTS500011",
                        "The endpoint says: The resource principal named " + resource,
                        "Set cloud=");
        appService("App Service cannot log in", RecordedAnswers.appServiceCouldNotLogIn())
                .fails(
                        Kind.SERVICE_ERROR,
                        "It says: ManagedIdentityCredential authentication failed",
                        "westeurope.login.microsoft.com",
                        "AzureActiveDirectory");
        appService("App Service in trouble", RecordedAnswers.appServiceUnexpected())
                .fails(Kind.SERVICE_ERROR, "It says: An unexpected error occured", "AzureActiveDirectory");
        add("Cloud Shell knows no such audience", lab -> lab.cloudShell(RecordedAnswers.audienceNotSupported(resource)))
                .at(Lab.Place.CLOUD_SHELL)
                .fails(Kind.IDENTITY, "400 AudienceNotSupported", "isn't a supported MSI token audience", "Set cloud=");
    }

    private FaultCase appService(String name, Fault fault) {
        return add(name, lab -> lab.appService(fault)).at(Lab.Place.APP_SERVICE);
    }

    private FaultCase imds(String name, Fault fault) {
        return add(name, lab -> lab.imds(fault)).at(Lab.Place.IMDS);
    }
}
