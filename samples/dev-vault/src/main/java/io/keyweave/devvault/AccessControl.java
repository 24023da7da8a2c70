package io.keyweave.devvault;

import io.keyweave.devvault.Fault.Behaviour;
import io.keyweave.devvault.IssuedTokens.Token;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may enter a vault: the challenge for those without a token, the checks of a token in the order of the real service
 * (signature, expiry, issuer, audience), then network, then roles. Thread-safe.
 */
final class AccessControl {

    private final VaultErrors errors;
    private final String tenantId;
    private volatile String authority;
    private final IssuedTokens tokens;
    private final Faults faults;
    private final Map<String, Set<Permission>> granted = new ConcurrentHashMap<>();
    private volatile boolean accessPolicies;
    private volatile String clientAddress = "127.0.0.1";
    private volatile boolean privateLink;

    /** @param authority the base address of Entra ID, ending in a slash */
    AccessControl(String vault, String tenantId, String authority, IssuedTokens tokens, Faults faults) {
        this.errors = new VaultErrors(vault);
        this.tenantId = tenantId;
        this.authority = authority;
        this.tokens = tokens;
        this.faults = faults;
    }

    void grant(Principal principal, Set<Permission> permissions) {
        granted.put(principal.objectId(), Set.copyOf(permissions));
    }

    void authority(String base) {
        authority = base;
    }

    void clientAddress(String address, boolean throughPrivateLink) {
        clientAddress = address;
        privateLink = throughPrivateLink;
    }

    /** The header that nearly every answer of a real vault carries. */
    String networkInfo() {
        return "conn_type=" + (privateLink ? "PrivateLink" : "Ipv4") + ";addr=" + clientAddress
                + ";act_addr_fam=InterNetwork;";
    }

    void accessPolicies(boolean used) {
        accessPolicies = used;
    }

    /** The answer that ends it here, or null when the request may go on. */
    @Nullable
    ServerResponse refuse(ReceivedRequest request, Permission permission, String secret) {
        Behaviour.Challenge fault = faults.on(request, Behaviour.Challenge.class);
        String text = request.bearerToken();
        if (text == null || fault != null) {
            return VaultErrors.noToken().with("WWW-Authenticate", challenge(request.host(), fault));
        }
        String resource = resource(request.host());
        Token token = tokens.find(text);
        String challenge = challenge(request.host(), null);
        if (token == null) {
            return VaultErrors.unknownToken().with("WWW-Authenticate", challenge);
        }
        ServerResponse refusal = judge(token, resource);
        if (refusal != null) {
            return refusal.with("WWW-Authenticate", challenge);
        }
        Behaviour.ClaimsChallenge demand =
                faults.on(request, Behaviour.ClaimsChallenge.class, each -> each.refuses(token));
        if (demand != null) {
            String claims = Base64.getEncoder().encodeToString(demand.claims().getBytes(StandardCharsets.UTF_8));
            return VaultErrors.revoked()
                    .with("WWW-Authenticate", challenge + ", error=\"insufficient_claims\", claims=\"" + claims + "\"");
        }
        return forbid(request, token, permission, secret);
    }

    private @Nullable ServerResponse judge(Token token, String resource) {
        if (!token.expires().isAfter(Instant.now())) {
            return VaultErrors.expired();
        }
        if (!token.tenantId().equals(tenantId)) {
            return VaultErrors.wrongTenant(tenantId, token);
        }
        return sameResource(token.audience(), resource) ? null : VaultErrors.wrongAudience(resource, token);
    }

    private @Nullable ServerResponse forbid(
            ReceivedRequest request, Token token, Permission permission, String secret) {
        Behaviour.Refusal fault = faults.on(request, Behaviour.Refusal.class);
        if (fault != null) {
            return errors.forbidden(fault.reason(), token, clientAddress, permission, secret);
        }
        Set<Permission> permissions = granted.getOrDefault(token.principal().objectId(), Permission.SECRETS_USER);
        return permissions.contains(permission)
                ? null
                : errors.forbidden(
                        accessPolicies ? Forbidden.ACCESS_DENIED : Forbidden.RBAC,
                        token,
                        clientAddress,
                        permission,
                        secret);
    }

    /** The value of {@code WWW-Authenticate} for a request to this host. */
    String challenge(String host, Behaviour.@Nullable Challenge fault) {
        String authorization =
                fault == null || fault.authorization() == null ? authority + tenantId : fault.authorization();
        String resource = fault == null || fault.resource() == null ? resource(host) : fault.resource();
        return "Bearer authorization=\"" + authorization + "\", resource=\"" + resource + "\"";
    }

    /** What a token must be meant for: the cloud's Key Vault under its real names, else the host itself. */
    static String resource(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        for (String cloud : Clouds.VAULT_SUFFIXES) {
            if (name.endsWith("." + cloud)) {
                return "https://" + cloud;
            }
        }
        return "https://" + name;
    }

    private static boolean sameResource(String audience, String resource) {
        return audience.equals(resource) || audience.equals(resource + "/");
    }
}
