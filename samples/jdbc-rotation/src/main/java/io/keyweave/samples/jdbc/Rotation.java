package io.keyweave.samples.jdbc;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Starts a vault, PostgreSQL and an application under the agent, and rotates the password of the application's account: first in the
 * vault, a little later in the database. Prints what the clients of the application saw. Ends with 0 when they saw nothing.
 *
 * <p>Arguments: the agent's jar, then how to run the application, without the JVM.
 */
public final class Rotation {

    private static final String ACCOUNT = "shop";
    private static final String SECRET = "shop-db-password";
    private static final int SECONDS = 5;

    private final EmbeddedPostgres postgres;
    private final VaultServer vault;
    private final Load load;
    private String before = "";
    private int served;
    private int logins;
    private int failures;
    private String failure = "";

    private Rotation(EmbeddedPostgres postgres, VaultServer vault, Load load) {
        this.postgres = postgres;
        this.vault = vault;
        this.load = load;
    }

    public static void main(String[] arguments) throws Exception {
        int port = freePort();
        try (DevVault dev = DevVault.start();
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("password_encryption", "scram-sha-256")
                        .start();
                Load load = new Load(URI.create("http://127.0.0.1:" + port + "/session"))) {
            VaultServer vault = dev.vault("contoso");
            Rotation rotation = new Rotation(postgres, vault, load);
            rotation.requirePasswords();
            Process application = rotation.start(dev, port, List.of(arguments));
            try {
                rotation.run(application);
            } finally {
                // Before what it depends on, so that its last words are not about that.
                load.close();
                application.destroy();
                application.waitFor(10, TimeUnit.SECONDS);
            }
            if (rotation.failures > 0) {
                System.exit(1);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Everybody but the superuser logs in by SCRAM. */
    private void requirePasswords() throws IOException, SQLException {
        Files.writeString(
                Path.of(sql("show hba_file")),
                "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        sql("select pg_reload_conf()");
        sql("create role " + ACCOUNT + " login; select 1");
    }

    private Process start(DevVault dev, int port, List<String> arguments) throws IOException, SQLException {
        String first = newPassword();
        before = brief(vault.put(SECRET, first));
        inDatabase(first);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + arguments.get(0) + "=vault.contoso=" + vault.url() + ",ca=" + dev.certificateFile()
                + ",ttl=2s");
        command.add("-Ddb.url=jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
        command.add("-Ddb.user=" + ACCOUNT);
        command.add("-Ddb.password=$<kv:contoso/" + SECRET + ">");
        command.add("-Dserver.port=" + port);
        command.addAll(arguments.subList(1, arguments.size()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(dev.environment());
        return builder.start();
    }

    private void run(Process application) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!load.answers()) {
            if (!application.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the application does not start");
            }
            Thread.sleep(200);
        }
        System.out.printf("%n%-46s %9s %7s %7s%n", "", "requests", "failed", "logins");
        load.clients(2);
        phase("version " + before + " everywhere; two clients");

        String next = newPassword();
        String after = brief(vault.put(SECRET, next));
        load.clients(4);
        phase("the vault has version " + after + "; four clients");

        inDatabase(next);
        load.clients(8);
        phase("the database has it, too; eight clients");

        System.out.printf(
                "%n%d requests served, %d failed, %d logins; version %s before, %s after.%n",
                served, failures, logins, before, after);
        System.out.println(
                failures == 0
                        ? "No request failed, and nothing was restarted."
                        : failures + " requests failed: " + failure);
    }

    private void phase(String what) throws InterruptedException {
        Thread.sleep(TimeUnit.SECONDS.toMillis(SECONDS));
        Load.Figures figures = load.figures();
        served += figures.served();
        logins += figures.logins();
        failures += figures.failed();
        failure = figures.failed() > 0 ? figures.failure() : failure;
        System.out.printf("%-46s %9d %7d %7d%n", what, figures.served(), figures.failed(), figures.logins());
    }

    private static String brief(String version) {
        return version.substring(0, 8) + "..";
    }

    private static String newPassword() {
        return UUID.randomUUID().toString();
    }

    private void inDatabase(String password) throws SQLException {
        sql("alter role " + ACCOUNT + " password '" + password + "'; select 1");
    }

    private String sql(String statements) throws SQLException {
        String[] parts = statements.split("; ", -1);
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String part : Arrays.copyOf(parts, parts.length - 1)) {
                statement.execute(part);
            }
            try (ResultSet rows = statement.executeQuery(parts[parts.length - 1])) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
