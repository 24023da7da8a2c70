package io.keyweave.devvault;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One vault, on an HTTPS port of its own. The methods here are what an operator does in the portal; they need no token and are
 * not recorded. Every identity of the dev vault may read secrets until {@link #grant} or {@link #revoke} says otherwise.
 * Thread-safe.
 */
public final class VaultServer extends LoopbackService {

    private final String name;
    private final StoredSecrets secrets;
    private final AccessControl access;

    private VaultServer(
            String name,
            int port,
            Certificates certificates,
            StoredSecrets secrets,
            AccessControl access,
            Faults faults) {
        super("vault " + name, port, certificates, new VaultApi(secrets, access), faults);
        this.name = name;
        this.secrets = secrets;
        this.access = access;
    }

    static VaultServer open(
            String name, int port, String tenantId, String authority, Certificates certificates, IssuedTokens tokens) {
        Faults faults = new Faults();
        AccessControl access = new AccessControl(name, tenantId, authority, tokens, faults);
        return new VaultServer(name, port, certificates, new StoredSecrets(), access, faults);
    }

    /** The vault's name. */
    public String name() {
        return name;
    }

    /** The address to give to {@code vault.<alias>}, without a slash at its end. */
    public String url() {
        return "https://localhost:" + port();
    }

    /**
     * Adds a version, which is the current one from now on. Unlike the REST API this takes values of any size.
     *
     * @return the id of the version, 32 hexadecimal digits
     */
    public String put(String secret, String value) {
        return put(secret, value, null);
    }

    /** {@link #put(String, String)} with a content type. */
    public String put(String secret, String value, @Nullable String contentType) {
        if (!VaultApi.validName(secret)) {
            throw new IllegalArgumentException(
                    "a secret's name is 1 to 127 letters, digits and dashes, which '" + secret + "' is not");
        }
        return secrets.add(secret, value, contentType, Map.of(), null, true, null, null)
                .id();
    }

    /**
     * Adds a version of a certificate, read as a secret: {@code managed}, and with the id of the certificate's key.
     *
     * @param pem what the vault gives out: key and certificate in PEM
     * @return the id of the version
     */
    public String putCertificate(String certificate, String pem) {
        String key = "https://" + name + ".vault.azure.net/keys/" + certificate + "/"
                + UUID.randomUUID().toString().replace("-", "");
        return secrets.add(certificate, pem, "application/x-pem-file", Map.of(), key, true, null, null)
                .id();
    }

    /** Disables the current version: reading it is 403 SecretDisabled. */
    public void disable(String secret) {
        change(secret, old -> old.with(false, old.notBefore(), old.expires()));
    }

    /** Enables the current version again. */
    public void enable(String secret) {
        change(secret, old -> old.with(true, old.notBefore(), old.expires()));
    }

    /** Says from when on the current version is meant to be used. Key Vault does not enforce it; null takes it back. */
    public void notBefore(String secret, @Nullable Instant instant) {
        change(secret, old -> old.with(old.enabled(), instant, old.expires()));
    }

    /** Says when the current version ends. Key Vault does not enforce it; null takes it back. */
    public void expires(String secret, @Nullable Instant instant) {
        change(secret, old -> old.with(old.enabled(), old.notBefore(), instant));
    }

    /** Deletes a secret softly: reading it is 404. */
    public void delete(String secret) {
        if (!secrets.delete(secret)) {
            throw missing(secret);
        }
    }

    /** Takes a deletion back. */
    public void recover(String secret) {
        if (!secrets.recover(secret)) {
            throw missing(secret);
        }
    }

    /** Removes a deleted secret for good. */
    public void purge(String secret) {
        if (!secrets.purge(secret)) {
            throw missing(secret);
        }
    }

    /** Says what somebody may do here. */
    public void grant(Principal principal, Set<Permission> permissions) {
        access.grant(principal, permissions);
    }

    /** Takes every permission from somebody. */
    public void revoke(Principal principal) {
        access.grant(principal, EnumSet.noneOf(Permission.class));
    }

    /**
     * By which name the vault's challenges call Entra ID from now on: it has several.
     *
     * @param base such as {@code https://login.windows.net/}
     */
    public void authority(String base) {
        access.authority(base);
    }

    /**
     * Where the vault says that requests come from, in the header {@code x-ms-keyvault-network-info} and in refusals of its
     * firewall.
     *
     * @param privateLink whether they come through a private endpoint
     */
    public void clientAddress(String address, boolean privateLink) {
        access.clientAddress(address, privateLink);
    }

    /** Whether the vault is one with access policies, which words its refusals differently from one under Azure RBAC. */
    public void accessPolicies(boolean used) {
        access.accessPolicies(used);
    }

    @Override
    public String toString() {
        return "vault " + name + " at " + url();
    }

    private void change(String secret, UnaryOperator<SecretVersion> change) {
        if (secrets.change(secret, null, change) == null) {
            throw missing(secret);
        }
    }

    private NoSuchElementException missing(String secret) {
        return new NoSuchElementException("vault " + name + " has no such secret: " + secret);
    }
}
