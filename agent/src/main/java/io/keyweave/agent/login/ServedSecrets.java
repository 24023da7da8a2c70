package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import io.keyweave.served.SecretPart;
import io.keyweave.served.ServedValues.ServedPart;
import io.keyweave.served.VersionedText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What logins need to know of the secrets this JVM was given. Thread-safe. */
public interface ServedSecrets {

    /** The parts whose text is or was this one; of former texts only the last eight of each secret are known. */
    List<ServedPart> find(String text);

    /**
     * The current texts, in order. Parts of one secret are read from one version, so a user name and its password belong together.
     *
     * @return null when one of them has no value: revoked, or not what its field or encoding expects
     */
    @Nullable
    List<VersionedText> read(List<SecretPart> parts);

    /**
     * Fetches the secrets again and waits for the answer, a few seconds at most. Concurrent calls share one request; within the rate
     * limit of a secret it returns at once. Never throws.
     */
    void refresh(Set<SecretRef> secrets);

    /**
     * The texts of the version before the current one of the first part's secret, where its service knows that; those of other secrets as they are now. Waits a few
     * seconds at most. Never throws.
     *
     * @return null when there is none
     */
    default @Nullable List<VersionedText> previous(List<SecretPart> parts) {
        return null;
    }

    /** Whether this is the very object that the application was given for the part, alone or within a longer text; not one that is equal. */
    boolean isHandedOut(SecretPart part, String passed);

    /** Texts that the operator wrote, in which the secret is beside something else, perhaps the name of a server. */
    Set<String> templates(SecretPart part);

    /** Keeps the secrets fresh for as long as {@code holder} can be reached, also when whoever read them is gone. */
    void keep(Set<SecretRef> secrets, Object holder);
}
