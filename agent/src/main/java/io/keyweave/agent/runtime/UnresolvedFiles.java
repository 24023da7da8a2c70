package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.trust.TrustMessages;
import io.keyweave.time.KeyweaveThreads;
import java.util.List;

/** Says which files of {@code trust=} hold a placeholder that nobody has resolved: once, a while after the start, and when {@code status} asks. */
public final class UnresolvedFiles {

    /** By then an application has read its configuration. */
    private static final long AFTER_MILLIS = 60_000;

    /** For {@code status --watch}. */
    private static final long KEPT_NANOS = 30_000_000_000L;

    private static List<String> last = List.of();
    private static long lookedAt;
    private static boolean looked;

    private UnresolvedFiles() {}

    /** To be called where the setting names files. */
    public static void tellLater() {
        Agent agent = Agent.running();
        KeyweaveThreads.single("keyweave-files", () -> tell(agent)).start();
    }

    private static void tell(Agent agent) {
        try {
            Thread.sleep(AFTER_MILLIS);
            tell(agent.trust().unread(), agent.log());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError accident) {
            InternalErrors.add("files of trust=", accident);
        }
    }

    static void tell(List<String> unread, EventLog log) {
        for (String file : unread) {
            log.write(LogEvent.of(TrustMessages.UNREAD).with("file", file));
        }
    }

    /** For the table of {@code status}; empty when there are none. */
    static String text() {
        List<String> files = unread();
        if (files.isEmpty()) {
            return "";
        }
        StringBuilder text =
                new StringBuilder("\nFiles of trust= with a placeholder that nothing has resolved so far\n");
        for (String file : files) {
            text.append(file).append('\n');
        }
        return text.toString();
    }

    private static synchronized List<String> unread() {
        long now = System.nanoTime();
        if (!looked || now - lookedAt > KEPT_NANOS) {
            last = Agent.running().trust().unread();
            lookedAt = now;
            looked = true;
        }
        return last;
    }
}
