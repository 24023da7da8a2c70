package io.keyweave.test.kafka;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** An application with one producer for all its life, made from a properties file. It sends steadily; each line of input asks how it went. */
final class SteadyProducer {

    private static final AtomicInteger SENT = new AtomicInteger();
    private static final AtomicInteger FAILED = new AtomicInteger();

    private SteadyProducer() {}

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(Path.of(args[0]))) {
            properties.load(in);
        }
        Thread sender = new Thread(() -> send(properties), "sender");
        sender.setDaemon(true);
        sender.start();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            System.out.println("sent " + SENT + " failed " + FAILED);
        }
    }

    private static void send(Properties properties) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties)) {
            while (true) {
                try {
                    producer.send(new ProducerRecord<>("steady", "x")).get(60, TimeUnit.SECONDS);
                    SENT.incrementAndGet();
                } catch (ExecutionException | KafkaException e) {
                    FAILED.incrementAndGet();
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            System.err.println("the sender ends: " + e);
        }
    }
}
