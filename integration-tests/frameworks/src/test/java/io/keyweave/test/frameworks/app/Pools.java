package io.keyweave.test.frameworks.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.micronaut.context.ApplicationContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** Frameworks that make a connection pool from their own files. Answers the name of one with a login: the session and its user. */
public final class Pools {

    private Pools() {}

    public static void main(String[] args) throws Exception {
        Map<String, DataSource> sources = new LinkedHashMap<>();
        ApplicationContext micronaut = ApplicationContext.builder().start();
        sources.put("micronaut", micronaut.getBean(DataSource.class));
        Dropwizard dropwizard = new Dropwizard();
        dropwizard.run("server", "config.yml");
        sources.put("dropwizard", dropwizard.source.join());
        System.out.println("ready");
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            System.out.println("=" + login(Objects.requireNonNull(sources.get(name))));
        }
        System.exit(0);
    }

    private static String login(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pg_backend_pid() || ' ' || current_user")) {
            rows.next();
            return rows.getString(1);
        } catch (Exception e) {
            return "failed " + e.getMessage();
        }
    }

    /** A Dropwizard configuration with a database. */
    public static final class Configuration extends io.dropwizard.core.Configuration {
        @JsonProperty
        public DataSourceFactory database = new DataSourceFactory();
    }

    /** A whole Dropwizard application. */
    static final class Dropwizard extends Application<Configuration> {

        final CompletableFuture<DataSource> source = new CompletableFuture<>();

        @Override
        public void run(Configuration configuration, Environment environment) {
            environment.jersey().disable();
            source.complete(configuration.database.build(environment.metrics(), "database"));
        }
    }
}
