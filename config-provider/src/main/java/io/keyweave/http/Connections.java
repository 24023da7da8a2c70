package io.keyweave.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one transport: kept ones first, new ones in their {@link ConnectionPacer}. Thread-safe.
 */
final class Connections implements AutoCloseable {

    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);
    /** As many as the store has requests under way at most. */
    private static final int MOST_IDLE = 64;

    private final TrustedCertificates trust;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ClientConnection.ConnectionTarget, ConnectionPacer> turns = new HashMap<>();
    private final Deque<ClientConnection> idle = new ArrayDeque<>();
    private final Set<ClientConnection> busy = new HashSet<>();
    private boolean closed;

    Connections(TrustedCertificates trust) {
        this.trust = trust;
    }

    /** A connection that was used before, or a new one when it is the caller's turn. The caller {@linkplain #release releases} it. */
    ClientConnection take(ClientConnection.ConnectionTarget target, Deadline connecting, Deadline deadline)
            throws TransportException {
        lock.lock();
        try {
            ConnectionPacer mine = turns(target);
            boolean patient = true;
            while (true) {
                ClientConnection kept = kept(target);
                if (kept != null) {
                    return kept;
                }
                long now = System.nanoTime();
                long turn = mine.turnIn(now);
                if (turn == 0 || !patient || deadline.over()) {
                    mine.begins(now);
                    break;
                }
                patient = await(mine, turn);
            }
        } finally {
            lock.unlock();
        }
        return dial(target, connecting, deadline);
    }

    /** A new connection at once. */
    ClientConnection open(ClientConnection.ConnectionTarget target, Deadline connecting, Deadline deadline)
            throws TransportException {
        lock.lock();
        try {
            turns(target).begins(System.nanoTime());
        } finally {
            lock.unlock();
        }
        return dial(target, connecting, deadline);
    }

    /** Returns whether the thread was not interrupted. */
    private static boolean await(ConnectionPacer turns, long nanos) {
        try {
            turns.news().awaitNanos(nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ConnectionPacer turns(ClientConnection.ConnectionTarget target) {
        return turns.computeIfAbsent(target, t -> new ConnectionPacer(lock.newCondition()));
    }

    private ClientConnection dial(ClientConnection.ConnectionTarget target, Deadline connecting, Deadline deadline)
            throws TransportException {
        ClientConnection opened;
        try {
            opened = ClientConnection.open(target, trust, connecting, deadline);
        } catch (Throwable e) {
            ended(target, null);
            throw e;
        }
        if (!ended(target, opened)) {
            opened.close();
            throw new TransportException(TransportException.Reason.CLOSED, "closed");
        }
        return opened;
    }

    /** Returns whether the connection may be used. */
    private boolean ended(ClientConnection.ConnectionTarget target, @Nullable ClientConnection opened) {
        lock.lock();
        try {
            turns(target).ends(opened != null);
            if (opened == null || closed) {
                return false;
            }
            return busy.add(opened);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ClientConnection kept(ClientConnection.ConnectionTarget target) throws TransportException {
        if (closed) {
            throw new TransportException(TransportException.Reason.CLOSED, "closed");
        }
        for (Iterator<ClientConnection> all = idle.iterator(); all.hasNext(); ) {
            ClientConnection connection = all.next();
            if (connection.idleFor(LONGEST_IDLE)) {
                all.remove();
                connection.close();
            } else if (connection.target().equals(target)) {
                all.remove();
                if (connection.hasUnreadBytes()) {
                    connection.close();
                    continue;
                }
                busy.add(connection);
                return connection;
            }
        }
        return null;
    }

    /** @param reusable whether the connection can carry another request */
    void release(ClientConnection connection, boolean reusable) {
        lock.lock();
        try {
            busy.remove(connection);
            if (reusable && !closed && idle.size() < MOST_IDLE) {
                connection.idle();
                idle.addFirst(connection);
                turns(connection.target()).news().signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    /** Closes the kept connections to a target. */
    void discard(ClientConnection.ConnectionTarget target) {
        lock.lock();
        try {
            for (Iterator<ClientConnection> all = idle.iterator(); all.hasNext(); ) {
                ClientConnection connection = all.next();
                if (connection.target().equals(target)) {
                    all.remove();
                    connection.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes every connection; exchanges under way fail. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(ClientConnection::close);
            busy.forEach(ClientConnection::close);
            idle.clear();
            busy.clear();
            turns.values().forEach(mine -> mine.news().signalAll());
        } finally {
            lock.unlock();
        }
    }
}
