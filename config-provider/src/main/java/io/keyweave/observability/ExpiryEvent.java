package io.keyweave.observability;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** A secret expires within 30 days, or has expired. */
@Name("io.keyweave.Expiry")
@Label("Secret expiry near")
@Description("A secret expires within 30 days, or has expired.")
final class ExpiryEvent extends SecretEvent {

    @Label("Version")
    @Nullable
    String version;

    @Label("Expires")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long expires;
}
