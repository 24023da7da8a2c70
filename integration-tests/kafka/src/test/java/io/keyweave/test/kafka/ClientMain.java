package io.keyweave.test.kafka;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** An application with a Kafka client: for each line of standard input it makes one from its properties file and connects. */
final class ClientMain {

    private ClientMain() {}

    public static void main(String[] args) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println("answer " + connect(Path.of(args[0])));
        }
    }

    private static String connect(Path file) throws Exception {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        try (Admin admin = Admin.create(properties)) {
            return admin.describeCluster().nodes().get(120, TimeUnit.SECONDS).size() + " broker, "
                    + properties.size() + " properties, trust "
                    + new AdminClientConfig(properties).getString("ssl.truststore.location");
        } catch (ExecutionException | TimeoutException e) {
            return "refused " + e;
        } catch (RuntimeException e) {
            // What an application would see in its log, causes and all.
            StringBuilder text = new StringBuilder("failed");
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                text.append(" | ").append(cause);
            }
            return text.toString().replace('\n', ' ');
        }
    }
}
