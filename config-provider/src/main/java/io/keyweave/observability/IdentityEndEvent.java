package io.keyweave.observability;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** What the identity proves itself with ends within 30 days, or has ended. */
@Name("io.keyweave.IdentityEnd")
@Label("Identity end near")
@Description("What the identity proves itself with ends within 30 days, or has ended.")
@Category("Keyweave")
@StackTrace(false)
final class IdentityEndEvent extends Event {

    @Label("What")
    @Nullable
    String what;

    @Label("Ends")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long ends;
}
