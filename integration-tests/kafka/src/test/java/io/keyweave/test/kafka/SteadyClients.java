package io.keyweave.test.kafka;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An application whose Kafka clients live as long as it does, made from one properties file. Each makes requests steadily; a failed one is told on
 * standard error, and each line of input asks how many each has been answered. Only {@code typed PROTOCOL PORT USER PASSWORD} logs in one
 * more client, with what somebody typed.
 *
 * <p>Only what all versions since 2.1 have is called: {@code Admin} came later than {@code AdminClient}.
 */
final class SteadyClients {

    /** Has a record before the application starts. */
    static final String TOPIC = "steady";

    static final String ANSWERED = "answered ";

    static final String TYPED = "typed ";

    static final String FAILED = "request failed: ";

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One answered request, or an exception. */
    interface Client {
        boolean answered() throws Exception;
    }

    private SteadyClients() {}

    /** @param args the file, and the clients to make */
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(Path.of(args[0]))) {
            properties.load(in);
        }
        List<AtomicInteger> answered = new ArrayList<>();
        for (String kind : List.of(args).subList(1, args.length)) {
            AtomicInteger count = new AtomicInteger();
            answered.add(count);
            Thread thread = new Thread(() -> goOn(kind, properties, count), kind);
            thread.setDaemon(true);
            thread.start();
        }
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(
                    question.startsWith(TYPED)
                            ? TYPED + typed(properties, question.split(" ", -1))
                            : ANSWERED
                                    + answered.stream()
                                            .map(AtomicInteger::toString)
                                            .collect(Collectors.joining(" ")));
        }
        // Threads of Streams are no daemons.
        System.exit(0);
    }

    /** Returns {@code ok}, or the class of what went wrong. */
    private static String typed(Properties properties, String[] words) throws Exception {
        String module = properties.getProperty("sasl.jaas.config").split(" ", 2)[0];
        String password = words[4].replace("\\", "\\\\").replace("\"", "\\\"");
        Properties all = new Properties();
        all.putAll(properties);
        all.put("security.protocol", words[1]);
        all.put("bootstrap.servers", "localhost:" + words[2]);
        all.put("sasl.jaas.config", module + " required username=\"" + words[3] + "\" password=\"" + password + "\";");
        try (AdminClient admin = AdminClient.create(all)) {
            admin.describeCluster().nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return "ok";
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }

    private static void goOn(String kind, Properties properties, AtomicInteger answered) {
        Client client = client(kind, properties);
        while (true) {
            try {
                if (client.answered()) {
                    answered.incrementAndGet();
                }
            } catch (Exception e) {
                System.err.println(FAILED + kind + ": " + e);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static Client client(String kind, Properties properties) {
        return switch (kind) {
            case "producer" -> {
                KafkaProducer<String, String> producer = new KafkaProducer<>(properties);
                yield () -> producer.send(new ProducerRecord<>(TOPIC, "x")).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        != null;
            }
            case "consumer" -> consumer(properties);
            case "new-consumer" -> {
                Properties all = new Properties();
                all.putAll(properties);
                all.put("group.protocol", "consumer");
                // There is one partition: two members of one group would take turns.
                all.put("group.id", properties.getProperty("group.id") + "-new");
                yield consumer(all);
            }
            case "admin" -> {
                AdminClient admin = AdminClient.create(properties);
                yield () -> !admin.describeCluster()
                        .nodes()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .isEmpty();
            }
            case "streams" -> new SteadyStreams(properties);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Client consumer(Properties properties) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties);
        consumer.subscribe(List.of(TOPIC));
        return () -> {
            consumer.assignment().forEach(partition -> consumer.seek(partition, 0));
            return !consumer.poll(POLL).isEmpty();
        };
    }
}
