package io.keyweave;

import io.keyweave.settings.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One text bound to one resolver: the text with the secrets as they are now. Thread-safe. For as long as a live value can be
 * reached, its secrets are kept fresh. Made by {@link SecretResolver#bind}; not for implementing outside Keyweave.
 */
public interface LiveValue {

    /** The text as written, with its placeholders. */
    String text();

    /** Where it stands. */
    Origin origin();

    /** The secrets it names, in order; empty for a text of escapes only. */
    List<SecretRef> references();

    /**
     * The text with the current secrets, or {@code null} when it is absent: a secret was revoked, is optional and does not exist,
     * could not be refreshed for longer than allowed, or was never {@linkplain SecretResolver#require required}. Never
     * waits for a vault.
     */
    @Nullable
    String current();

    /** Whether {@link #current()} is a text now. Not counted as a read. */
    boolean present();

    /**
     * Whether {@link SecretResolver#check} may find this in order although a secret of it does not exist, so that {@link #current()}
     * is {@code null}. Makes no request.
     *
     * @param settings the resolver's, for {@code on-missing}
     */
    boolean mayBeAbsent(Settings settings);
}
