package io.keyweave.test.kafka;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An application in a container. The property {@code clients} names its file. For each line of input it makes a producer and sends a record, and
 * answers {@code =ok} or {@code =} and the exception that a send ended with; after {@link #END} it leaves nothing behind.
 */
public final class DeployedProducers {

    static final String END = "end";

    private DeployedProducers() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(System.getProperty("clients")))) {
            properties.load(file);
        }
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null && !line.equals(END); line = commands.readLine()) {
            System.out.println("=" + sent(properties));
        }
        removeProviders();
    }

    /** Kafka's login modules give the JDK security providers and leave them there, which holds the class loader, with the agent and without. */
    private static void removeProviders() {
        for (Provider provider : Security.getProviders()) {
            if (provider.getClass().getClassLoader() == DeployedProducers.class.getClassLoader()) {
                Security.removeProvider(provider.getName());
            }
        }
    }

    private static String sent(Properties properties) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties)) {
            producer.send(new ProducerRecord<>(SteadyClients.TOPIC, "x")).get(120, TimeUnit.SECONDS);
            return "ok";
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause()).getClass().getSimpleName();
        }
    }
}
