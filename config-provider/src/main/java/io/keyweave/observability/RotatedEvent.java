package io.keyweave.observability;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** Readers see another version of a secret. */
@Name("io.keyweave.Rotated")
@Label("Secret rotated")
@Description("Readers see another version of a secret.")
final class RotatedEvent extends SecretEvent {

    @Label("Old version")
    @Nullable
    String oldVersion;

    @Label("New version")
    @Nullable
    String newVersion;
}
