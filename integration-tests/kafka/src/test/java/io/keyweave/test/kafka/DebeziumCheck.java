package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyweave.test.Eventually;
import io.keyweave.test.Project;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium's connectors, as the sample's files configure them, at a real database: {@code integration-tests/kafka/connectors/run} fetches the
 * connectors and runs this.
 */
class DebeziumCheck {

    private static final Path EXAMPLES = Project.home().resolve("samples/kafka-connect/connectors");

    @TempDir
    Path directory;

    @AutoClose
    private EmbeddedPostgres database;

    @Test
    void followsARotationFromTableToTable() throws Exception {
        database = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("password_encryption", "scram-sha-256")
                .start();
        run("create role debezium superuser login password 'first-pa55word'");
        run("create table orders (id int primary key, item text)");
        askForPasswords();
        Path plugins = KafkaJvm.pluginPath(directory);
        try (Vault vault = new Vault();
                Broker broker = Broker.start(Files.createDirectory(directory.resolve("broker")))) {
            vault.server().put("orders-db", "first-pa55word");
            int port = Ports.free();
            Map<String, String> properties = vault.provider("ttl", "2s", "connect-restart", "http://localhost:" + port);
            properties.put("plugin.path", plugins + "," + System.getProperty("keyweave.kafka.connectors"));
            properties.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
            properties.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
            properties.put("plugin.discovery", "hybrid_warn");
            try (Worker worker = Worker.distributed(
                            KafkaJvm.kafka(vault.environment()), broker, directory, port, properties)
                    .awaitReady()) {
                run("insert into orders values (1, 'a lamp')");
                worker.rest().create("source", example("debezium-source.json"));
                worker.rest().create("sink", example("jdbc-sink.json"));
                awaitCopied(1);

                run("alter role debezium password 'second-pa55word'");
                vault.server().put("orders-db", "second-pa55word");
                for (String name : new String[] {"source", "sink"}) {
                    Eventually.holds(name + " is restarted", () -> worker.log()
                            .contains("restarted connector " + name + ": a secret it names was rotated"));
                    worker.rest().awaitRunning(name, 1);
                }
                run("insert into orders values (2, 'a chair')");
                awaitCopied(2);
                assertFalse(worker.log().contains("pa55word"), "a secret is in Connect's log");
                assertFalse(worker.log().contains("the field database.password"), "it is of type PASSWORD");
            }
        }
    }

    /** The sample's file, for this database. */
    private Map<String, String> example(String file) throws Exception {
        Map<String, String> config = new ObjectMapper()
                .readValue(EXAMPLES.resolve(file).toFile(), new TypeReference<Map<String, String>>() {});
        config.replaceAll((name, value) -> value.replace("orders-db:5432", "localhost:" + database.getPort())
                .replace(value.equals("orders-db") ? "orders-db" : "\0", "localhost")
                .replace(value.equals("5432") ? "5432" : "\0", Integer.toString(database.getPort())));
        return config;
    }

    /** The superuser of the tests needs none. */
    private void askForPasswords() throws Exception {
        Files.writeString(
                Path.of(query("show hba_file")),
                "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
                        + "host all all ::1/128 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n"
                        + "host replication all ::1/128 scram-sha-256\n");
        query("select pg_reload_conf()");
    }

    private void awaitCopied(int id) {
        Eventually.holds("row " + id + " is copied", () -> {
            try {
                return query("select count(*) from orders_copy where id = " + id)
                        .equals("1");
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
