package io.keyweave.devvault.gcp;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.LoopbackService;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Secret Manager for every project and region, on one HTTPS port. The methods here are what an operator does in the console;
 * they need no token and are not recorded. Secrets are named {@code projects/P/secrets/S} or
 * {@code projects/P/locations/L/secrets/S}. Every identity may read secrets until {@link #grant} says otherwise. Thread-safe.
 */
public final class SecretManagerServer extends LoopbackService {

    private final SecretResources secrets;
    private final CallerCheck callers;
    private final SecretManagerApi api;

    SecretManagerServer(DevVault dev, SecretManagerApi api, SecretResources secrets, CallerCheck callers) {
        super(dev, "google secret manager", true, api);
        this.api = api;
        this.secrets = secrets;
        this.callers = callers;
    }

    /** The address of the API, without a slash at its end. */
    public String url() {
        return "https://localhost:" + port();
    }

    /**
     * Adds a version, which is the latest from now on, and makes the secret if there is none.
     *
     * @return the version's number
     */
    public int put(String secret, String value) {
        return put(secret, value.getBytes(StandardCharsets.UTF_8));
    }

    /** {@link #put(String, String)} with any payload. */
    public int put(String secret, byte[] payload) {
        return secrets.add(SecretName.parse(secret), payload).number();
    }

    /** Makes a secret that has no version yet. */
    public void create(String secret) {
        secrets.create(SecretName.parse(secret));
    }

    /** Disables a version, given by number or alias or as {@code latest}: reading it is FAILED_PRECONDITION. */
    public void disable(String secret, String version) {
        change(secret, version, VersionState.DISABLED);
    }

    /** Enables a version again. */
    public void enable(String secret, String version) {
        change(secret, version, VersionState.ENABLED);
    }

    /** Destroys a version for good. */
    public void destroy(String secret, String version) {
        change(secret, version, VersionState.DESTROYED);
    }

    /** Gives a version a name, or moves a name to it. */
    public void alias(String secret, String alias, int version) {
        secrets.alias(SecretName.parse(secret), alias, version);
    }

    /** Deletes a secret with all its versions, for good: there is no other way here. */
    public void delete(String secret) {
        if (!secrets.delete(SecretName.parse(secret))) {
            throw new NoSuchElementException("no such secret: " + secret);
        }
    }

    /**
     * Says what somebody may do from now on.
     *
     * @param member an e-mail address, or {@code principal://...}
     * @param permissions such as {@code secretmanager.versions.access}
     */
    public void grant(String member, Set<String> permissions) {
        callers.grant(member, permissions);
    }

    /** The number of a project, by which errors and answers name it. */
    public String projectNumber(String project) {
        return api.projectNumber(project);
    }

    private void change(String secret, String version, VersionState next) {
        if (secrets.change(SecretName.parse(secret), version, next) == null) {
            throw new NoSuchElementException(secret + " has no such version, or it is destroyed: " + version);
        }
    }
}
