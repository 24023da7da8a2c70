package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import io.keyweave.served.SecretPart;
import io.keyweave.served.VersionedText;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the credential of a login came from.
 *
 * @param target the {@linkplain LoginTarget#name() name} of what the account belongs to
 * @param passwordPart what the password came from
 * @param userPart what the user name came from, or null when it is not from a secret
 * @param user the user name as passed, where it is not from a secret
 */
record CredentialSource(String target, SecretPart passwordPart, @Nullable SecretPart userPart, @Nullable String user) {

    static CredentialSource of(
            String target, SecretPart passwordPart, @Nullable SecretPart userPart, @Nullable String user) {
        return new CredentialSource(target, passwordPart, userPart, userPart == null ? user : null);
    }

    /** Whether it is the same credential, perhaps at another target. */
    boolean sameCredential(CredentialSource other) {
        return passwordPart.equals(other.passwordPart)
                && Objects.equals(userPart, other.userPart)
                && Objects.equals(user, other.user);
    }

    /** Whether user name and password are kept in one secret and so change together. */
    boolean pair() {
        return userPart != null && userPart.secret().equals(passwordPart.secret());
    }

    Set<SecretRef> secrets() {
        return userPart == null || pair()
                ? Set.of(passwordPart.secret())
                : Set.of(passwordPart.secret(), userPart.secret());
    }

    /** What the secrets say now, from one snapshot; null when one of them has no value. */
    @Nullable
    CredentialVersion current(ServedSecrets secrets) {
        return of(secrets.read(parts()));
    }

    /** The same with the version of the password's secret that was current before, or null. Waits. */
    @Nullable
    CredentialVersion previous(ServedSecrets secrets) {
        return of(secrets.previous(parts()));
    }

    private List<SecretPart> parts() {
        return userPart == null ? List.of(passwordPart) : List.of(passwordPart, userPart);
    }

    private @Nullable CredentialVersion of(@Nullable List<VersionedText> texts) {
        if (texts == null) {
            return null;
        }
        String password = texts.get(0).text();
        return userPart == null
                ? new CredentialVersion(
                        new Credential(user, password), texts.get(0).version())
                : new CredentialVersion(
                        new Credential(texts.get(1).text(), password),
                        version(texts.get(0).version(), texts.get(1).version()));
    }

    /** The version of a candidate, from those of its parts. */
    String version(String passwordVersion, @Nullable String userVersion) {
        return userPart == null || pair() ? passwordVersion : passwordVersion + "+" + userVersion;
    }
}
