package io.keyweave.test.databases.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Three threads that use a pool all the time, and one that has its connections replaced. */
final class PoolLoad {

    private static final int WORKERS = 3;

    private final Pool pool;
    private final Set<Thread> threads = new HashSet<>();
    private final Set<String> users = new TreeSet<>();
    private final Set<String> sessions = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final String sessionQuery;
    private final Object renewal = new Object();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean renewing = true;
    private volatile boolean running = true;
    private int served;
    private int failed;
    private String failure = "-";

    PoolLoad(Pool pool) {
        this.pool = pool;
        this.sessionQuery = System.getProperty("db.session");
    }

    void start() {
        for (int i = 0; i < WORKERS; i++) {
            thread(this::work);
        }
        thread(this::renew);
    }

    private void thread(Runnable body) {
        Thread thread = new Thread(body, "load-" + pool.name());
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /**
     * Off: connections stay as they are, so requests go one after another from now on; two at once could make the pool log in once more.
     * A renewal under way has ended when this returns.
     */
    void renewing(boolean on) {
        synchronized (renewal) {
            renewing = on;
        }
    }

    private void work() {
        while (running) {
            boolean alone = !renewing;
            if (alone) {
                turn.lock();
            }
            try (Connection connection = pool.connection()) {
                String session = query(connection, sessionQuery);
                synchronized (this) {
                    served++;
                    int space = session.indexOf(' ');
                    if (known.add(session)) {
                        sessions.add(session);
                    }
                    users.add(session.substring(space + 1));
                }
            } catch (SQLException e) {
                synchronized (this) {
                    failed++;
                    failure = e.toString().replace(' ', '_').toLowerCase(Locale.ROOT);
                }
            } finally {
                if (alone) {
                    turn.unlock();
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(120));
        }
    }

    private void renew() {
        while (running) {
            try {
                synchronized (renewal) {
                    if (renewing) {
                        pool.renew();
                    }
                }
            } catch (SQLException e) {
                System.err.println("renew: " + e);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
        }
    }

    /** {@code name:served:failed:logins:users:failure}. */
    synchronized String report() {
        String line = pool.name() + ":" + served + ":" + failed + ":" + sessions.size() + ":" + String.join("+", users)
                + ":" + failure.replace(':', '_');
        served = 0;
        failed = 0;
        failure = "-";
        users.clear();
        sessions.clear();
        return line;
    }

    void stop() throws SQLException, InterruptedException {
        running = false;
        for (Thread thread : threads) {
            thread.join(5_000);
        }
        pool.close();
    }

    static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
