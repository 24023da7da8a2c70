package io.keyweave.test.databases.app;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * An application with several pools under steady load. Reads its configuration once, at start, as applications do.
 *
 * <p>Commands on standard input: {@code report} prints and resets the figures of each pool, {@code renew on|off} whether connections are
 * replaced all the time, {@code held} uses the connections opened at the start. Ends with its input.
 */
public final class PoolApplication {

    private PoolApplication() {}

    public static void main(String[] arguments) throws Exception {
        String url = System.getProperty("db.url");
        String user = System.getProperty("db.user");
        String password = System.getProperty("db.password");
        List<PoolLoad> loads = new ArrayList<>();
        List<Connection> held = new ArrayList<>();
        for (String name : System.getProperty("db.pools").split(",", -1)) {
            Pool pool = Pool.of(name, url, user, password);
            held.add(pool.connection());
            loads.add(new PoolLoad(pool));
        }
        loads.forEach(PoolLoad::start);
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            switch (command) {
                case "renew on" -> loads.forEach(load -> load.renewing(true));
                case "renew off" -> loads.forEach(load -> load.renewing(false));
                case "held" -> System.out.println("held " + alive(held));
                case "report" -> {
                    StringBuilder line = new StringBuilder("report");
                    loads.forEach(load -> line.append(' ').append(load.report()));
                    System.out.println(line);
                }
                default -> throw new IllegalArgumentException(command);
            }
        }
        for (PoolLoad load : loads) {
            load.stop();
        }
        System.exit(0);
    }

    private static int alive(List<Connection> held) {
        int alive = 0;
        for (Connection connection : held) {
            try {
                PoolLoad.query(connection, "select 1");
                alive++;
            } catch (SQLException e) {
                System.err.println("held connection: " + e);
            }
        }
        return alive;
    }
}
