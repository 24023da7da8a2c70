package io.keyweave.http;

import java.util.concurrent.locks.Condition;

/**
 * Who may open a further connection to one target, and when. Guarded by the lock of {@link Connections}.
 *
 * <p>A JVM that starts with a hundred secrets wants many connections at once, and each costs it a TLS handshake in cold code: some
 * milliseconds of CPU time, as much as twenty requests. Opened all together they are all ready at the same late time. So they are opened two
 * at a time, and whoever waits takes what comes first: a connection that another request has done with, or his turn to open one. Against a
 * quick vault few are ever opened, against a slow one many, and none of that needs a setting. A turn does not last long: where a
 * handshake takes its time because the vault is far away, the next begins beside it. Before the first one has succeeded, the JDK's TLS
 * is being loaded, or nobody is there: then it is one at a time.
 */
final class ConnectionPacer {

    static final long TURN = 25_000_000;
    static final long FIRST_TURN = 100_000_000;

    private static final int AT_A_TIME = 2;

    private final Condition news;
    private int opening;
    private long latest;
    private boolean proven;

    /** @param news tells one who waits that his turn may have come */
    ConnectionPacer(Condition news) {
        this.news = news;
    }

    Condition news() {
        return news;
    }

    /** Nanoseconds until the next may be opened, unless one of those under way ends before. */
    long turnIn(long now) {
        if (opening < (proven ? AT_A_TIME : 1)) {
            return 0;
        }
        return Math.max(0, latest + (proven ? TURN : FIRST_TURN) - now);
    }

    void begins(long now) {
        opening++;
        latest = now;
    }

    void ends(boolean success) {
        opening--;
        proven |= success;
        news.signal();
    }
}
