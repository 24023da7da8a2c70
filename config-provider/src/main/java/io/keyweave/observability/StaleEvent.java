package io.keyweave.observability;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A refresh failed and the old version is served on. */
@Name("io.keyweave.Stale")
@Label("Stale secret served")
@Description("A refresh failed and the old version is served on.")
final class StaleEvent extends SecretEvent {

    @Label("Version")
    @Nullable
    String version;

    @Label("Age")
    @Timespan(Timespan.MILLISECONDS)
    long age;

    @Label("Reason")
    @Nullable
    String reason;
}
