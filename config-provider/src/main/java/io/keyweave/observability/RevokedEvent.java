package io.keyweave.observability;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** Readers find a secret no longer. */
@Name("io.keyweave.Revoked")
@Label("Secret revoked")
@Description("Readers find a secret no longer.")
final class RevokedEvent extends SecretEvent {

    @Label("Old version")
    @Nullable
    String oldVersion;
}
