package io.keyweave.test.play.app;

import com.typesafe.config.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.inject.Inject;
import play.api.db.Database;

/** Answers the name of a key with its value, and {@code login} with the session of a connection from Play's pool and its user. */
public final class Answers {

    private final Config config;
    private final Database database;

    @Inject
    public Answers(Config config, Database database) {
        this.config = config;
        this.database = database;
        Thread thread = new Thread(this::answer, "answers");
        thread.setDaemon(true);
        thread.start();
        System.out.println("ready");
    }

    private void answer() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println("=" + (line.equals("login") ? login() : config.getString(line)));
            }
        } catch (IOException closed) {
            System.out.println("=" + closed);
        }
        System.exit(0);
    }

    private String login() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pg_backend_pid() || ' ' || current_user")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            return "failed " + e.getMessage();
        }
    }
}
