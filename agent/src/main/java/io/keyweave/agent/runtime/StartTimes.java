package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.timeline.Timeline;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * When each phase of the start ran: for the command {@code report}, and in one line behind {@code log=debug}. Loaded only for that line or where there is a
 * placeholder.
 */
public final class StartTimes {

    /** The ends to come: of {@code premain}, and with {@code startup-wait=first-read} of the fetching beside it. */
    private static final AtomicInteger ENDS = new AtomicInteger(1);

    private static volatile @Nullable String last;

    private StartTimes() {}

    /** The phases of the start; null when they were not recorded, or it has not ended. */
    static @Nullable String phases() {
        return last;
    }

    /**
     * @param premain when {@code premain} began
     * @param scanned when it had looked for placeholders
     * @param begun when {@code Start} was entered
     */
    public static void begin(long premain, long scanned, long begun) {
        Timeline.start(premain);
        Timeline.span("scan", premain, scanned);
        Timeline.span("jar", scanned, begun);
        Timeline.phase("settings", begun);
    }

    public static void overlaps() {
        ENDS.incrementAndGet();
    }

    public static void premainEnds(EventLog log) {
        Timeline.span("premain", Timeline.origin(), Timeline.now());
        tell(log);
    }

    /** @param waited when the application began to wait for a secret, 0 when it has not */
    public static void secretsArrived(EventLog log, long waited) {
        Timeline.phase("waiting", waited);
        tell(log);
    }

    private static void tell(EventLog log) {
        String phases = ENDS.decrementAndGet() == 0 ? Timeline.end() : null;
        if (phases != null) {
            last = phases;
            log.write(LogEvent.of(AgentMessages.TIME_LINE).with("phases", phases));
        }
    }
}
