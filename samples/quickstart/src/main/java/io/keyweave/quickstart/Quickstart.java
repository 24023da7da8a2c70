package io.keyweave.quickstart;

import io.keyweave.devvault.DevVault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays the operator: starts a service for secrets on loopback, starts an unmodified application with {@code -javaagent}, rotates the secrets
 * and looks again. It exits with 0 only if the application saw the new version of every one of them, and leaves nothing running.
 */
public final class Quickstart {

    private final Map<String, String> versionOfValue = new LinkedHashMap<>();
    private final SecretService service;

    private Quickstart(SecretService service) {
        this.service = service;
    }

    /**
     * @param args agent jar, class path of the application; of another cloud than Azure its name and its extension jar
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2 && args.length != 4) {
            System.err.println(
                    "usage: Quickstart AGENT_JAR APPLICATION_CLASS_PATH [CLOUD EXTENSION_JAR] (run ./quickstart)");
            System.exit(64);
        }
        boolean rotated;
        try (DevVault dev = DevVault.start()) {
            Quickstart quickstart =
                    new Quickstart(args.length == 2 ? SecretService.azure(dev) : of(args[2], args[3], dev));
            quickstart.writeSecrets("first");
            try (OrdersUnderAgent orders =
                    OrdersUnderAgent.start(quickstart.command(args[0], args[1], dev), quickstart.environment())) {
                rotated = quickstart.show(orders);
            }
        }
        System.exit(rotated ? 0 : 1);
    }

    private static SecretService of(String cloud, String extension, DevVault dev) {
        return switch (cloud) {
            case "aws" -> new AwsSecretService(dev, extension);
            default -> throw new IllegalArgumentException("no such cloud: " + cloud);
        };
    }

    private String property() {
        return service.reference("db-password") + ">";
    }

    private String variable() {
        return service.reference("api-key") + ">";
    }

    private List<String> command(String agentJar, String classPath, DevVault dev) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String agent = "-javaagent:" + agentJar + "=" + service.settings() + ",ca=" + dev.certificateFile() + ",ttl=1s";
        return List.of(
                java, agent, "-Dorders.db.password=" + property(), "-cp", classPath, "com.example.orders.OrderService");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(service.identity());
        environment.put("ORDERS_API_KEY", variable());
        return environment;
    }

    private boolean show(OrdersUnderAgent orders) throws IOException, InterruptedException {
        System.out.println("The application, started with -javaagent and placeholders, sees:");
        System.out.println();
        print(orders.look());
        System.out.println();
        System.out.println("Now every secret gets a new version. Same process, no restart:");
        System.out.println();
        writeSecrets("second");
        Map<String, String> seen = Map.of();
        boolean fresh = false;
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!fresh && System.nanoTime() < deadline) {
            Thread.sleep(200);
            seen = orders.look();
            fresh = seen.values().stream().allMatch(value -> value.contains("second"));
        }
        print(seen);
        System.out.println();
        System.out.println(
                fresh ? "The running application has the new versions." : "FAILED: old versions are still seen.");
        return fresh;
    }

    private void writeSecrets(String generation) {
        remember("db-password", generation + "-db-pa55word", generation + "-db-pa55word");
        remember("api-key", generation + "-api-key", generation + "-api-key");
        String password = generation + "-smtp-pa55word";
        remember("smtp-credentials", "{\"user\":\"orders\",\"password\":\"" + password + "\"}", password);
    }

    private void remember(String name, String value, String seen) {
        versionOfValue.put(seen, service.put(name, value));
    }

    private void print(Map<String, String> seen) {
        Map<String, String> placeholders = Map.of(
                "system property",
                property(),
                "environment",
                variable(),
                "orders.properties",
                service.reference("smtp-credentials") + "#password>",
                "application.conf",
                "...password=" + service.reference("db-password") + "?as=url>");
        System.out.printf("  %-18s %-50s %-36s %s%n", "source", "placeholder", "the application sees", "version");
        seen.forEach((source, value) -> System.out.printf(
                "  %-18s %-50s %-36s %s%n", source, placeholders.get(source), shorten(value), versionIn(value)));
    }

    private static String shorten(String value) {
        return value.startsWith("jdbc:") ? "jdbc:.." + value.substring(value.lastIndexOf('&')) : value;
    }

    private String versionIn(String value) {
        String found = "?";
        for (Map.Entry<String, String> entry : versionOfValue.entrySet()) {
            if (value.endsWith(entry.getKey())) {
                found = entry.getValue();
            }
        }
        return found;
    }
}
