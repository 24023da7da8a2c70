package io.keyweave.quickstart;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.aws.AwsServer;
import io.keyweave.devvault.gcp.GoogleCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays the operator: starts a vault, or another service's, on loopback, starts an unmodified application with {@code -javaagent}, rotates the secrets
 * and looks again. It exits with 0 only if the application saw the new version of every one of them, and leaves nothing running.
 */
public final class Quickstart {

    private final Map<String, String> versionOfValue = new LinkedHashMap<>();
    private final SecretService service;

    private Quickstart(SecretService service) {
        this.service = service;
    }

    /**
     * @param args agent jar, class path of the application, and for another service than Key Vault its name and the jar of its extension
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2 && args.length != 4) {
            System.err.println(
                    "usage: Quickstart AGENT_JAR APPLICATION_CLASS_PATH [SERVICE EXTENSION_JAR] (run ./quickstart [SERVICE])");
            System.exit(64);
        }
        boolean rotated;
        try (DevVault dev = DevVault.start()) {
            SecretService service = args.length == 2 ? new KeyVaultService(dev) : service(args[2], args[3], dev);
            Quickstart quickstart = new Quickstart(service);
            quickstart.writeSecrets("first");
            try (OrdersUnderAgent orders =
                    OrdersUnderAgent.start(quickstart.command(args[0], args[1], dev), quickstart.environment())) {
                rotated = quickstart.show(orders);
            }
        }
        System.exit(rotated ? 0 : 1);
    }

    private static SecretService service(String name, String extension, DevVault dev) {
        return switch (name) {
            case "aws" -> new AwsService(AwsServer.in(dev), extension);
            case "gcp" -> new GoogleService(GoogleCloud.open(dev), extension);
            default -> throw new IllegalArgumentException("no such service: " + name);
        };
    }

    private List<String> command(String agentJar, String classPath, DevVault dev) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String agent = "-javaagent:" + agentJar + "=" + service.settings() + ",ca=" + dev.certificateFile() + ",ttl=1s";
        return List.of(
                java,
                agent,
                "-Dorders.db.password=" + placeholder("db-password"),
                "-cp",
                classPath,
                "com.example.orders.OrderService");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(service.environment());
        environment.put("ORDERS_API_KEY", placeholder("api-key"));
        return environment;
    }

    /** @param secret its name, with a field or an option behind it */
    private String placeholder(String secret) {
        return "$<" + service.scheme() + ":contoso-prod/" + secret + ">";
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
                placeholder("db-password"),
                "environment",
                placeholder("api-key"),
                "orders.properties",
                placeholder("smtp-credentials#password"),
                "application.conf",
                "...password=" + placeholder("db-password?as=url"));
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
