package io.keyweave.devvault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Entra ID: tenants, applications and their tokens, on an HTTPS port of its own. Thread-safe. */
public final class EntraServer extends LoopbackService {

    private final String tenantId;
    private final Tenants tenants;
    private final IssuedTokens tokens;

    private EntraServer(
            int port, String tenantId, Certificates certificates, Tenants tenants, IssuedTokens tokens, Faults faults) {
        super("entra", port, certificates, new EntraApi(tenants, tokens, faults), faults);
        this.tenantId = tenantId;
        this.tenants = tenants;
        this.tokens = tokens;
    }

    static EntraServer open(int port, String tenantId, Certificates certificates, IssuedTokens tokens) {
        Tenants tenants = new Tenants();
        tenants.addTenant(tenantId);
        return new EntraServer(port, tenantId, certificates, tenants, tokens, new Faults());
    }

    /** The value for {@code AZURE_AUTHORITY_HOST}, with a slash at its end. */
    public String authorityHost() {
        return "https://localhost:" + port() + "/";
    }

    /** The tenant that the vaults belong to. */
    public String tenantId() {
        return tenantId;
    }

    /** One more tenant. Its tokens are good ones, and no vault here accepts them. */
    public void addTenant(String anotherTenantId) {
        tenants.addTenant(anotherTenantId);
    }

    /** Registers an application in the tenant of the vaults. It has no credential yet. */
    public Application register(String name) {
        return register(name, tenantId);
    }

    /** Registers an application in this tenant. */
    public Application register(String name, String inTenantId) {
        return tenants.register(Principal.create(name, inTenantId));
    }

    /**
     * How long tokens made from now on last, those of managed identities included. Clients that refresh ahead of time need more
     * than five minutes, or they ask for a token at every request.
     */
    public void tokenLifetime(Duration lifetime) {
        tokens.lifetime(lifetime);
    }

    /** Makes every token returned so far an expired one, although its owner was told otherwise. */
    public void expireTokens() {
        tokens.expireAll();
    }

    /** From now on tokens are issued by this tenant, whoever asks (a vault answers AKV10032); null ends that. */
    public void issueFromTenant(@Nullable String anotherTenantId) {
        tokens.fromTenant(anotherTenantId);
    }

    /** From now on tokens are meant for this audience, whatever was asked for (a vault answers AKV10022); null ends that. */
    public void issueForAudience(@Nullable String audience) {
        tokens.forAudience(audience);
    }

    @Override
    public String toString() {
        return "Entra ID at " + authorityHost();
    }
}
