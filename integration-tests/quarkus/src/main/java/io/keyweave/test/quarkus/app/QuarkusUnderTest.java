package io.keyweave.test.quarkus.app;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Properties;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers the name of a property on standard input with its value in base64; {@code injected} and {@code own} are what it has read by itself, {@code login} is
 * the session that the pool gives it, {@code meters} what Prometheus would scrape.
 */
@QuarkusMain
public class QuarkusUnderTest implements QuarkusApplication {

    @ConfigProperty(name = "of.properties")
    String injected = "";

    @Inject
    DataSource database;

    @Inject
    PrometheusMeterRegistry meters;

    @Override
    public int run(String... arguments) throws Exception {
        Properties own = new Properties();
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream("own.properties")) {
            own.load(in);
        }
        System.out.println("ready");
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            String value =
                    switch (name) {
                        case "injected" -> injected;
                        case "own" -> own.getProperty("own");
                        case "login" -> login();
                        case "meters" -> meters.scrape();
                        default ->
                            ConfigProvider.getConfig()
                                    .getOptionalValue(name, String.class)
                                    .orElse("absent");
                    };
            System.out.println("=" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        }
        return 0;
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
