package io.keyweave.store;

/** A reader that wants to know when one of the secrets it tracks has changed; called on the thread that fetched it, quickly left. */
@FunctionalInterface
public interface SecretReader {

    /** {@link StoredSecret#view()} of a tracked secret is another one now. */
    void secretChanged();
}
