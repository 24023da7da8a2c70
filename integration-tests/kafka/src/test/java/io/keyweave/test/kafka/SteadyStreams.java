package io.keyweave.test.kafka;

import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Kafka Streams, exactly once: a record that goes round, out of the topic and into it again in one transaction. It has a consumer, a producer with
 * transactions and an admin client, and what is final to one of them ends it.
 */
final class SteadyStreams implements SteadyClients.Client {

    /** Has a record before the application starts. */
    static final String TOPIC = "round";

    /** Those of one thread: consumer, restoring consumer, producer, admin client. */
    static final int CLIENTS = 4;

    private static final long PAUSE_MILLIS = 20;

    private final AtomicLong rounds = new AtomicLong();
    private volatile Exception end = new IllegalStateException("it ended without saying why");
    private final KafkaStreams streams;
    private long seen;

    SteadyStreams(Properties properties) {
        Properties all = new Properties();
        all.putAll(properties);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, properties.getProperty("group.id"));
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // By default a consumer that reaches no broker for a moment forgets its topics, and Streams may end because
        // they are missing.
        all.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        StreamsBuilder topology = new StreamsBuilder();
        topology.stream(TOPIC, Consumed.with(Serdes.String(), Serdes.String()))
                .peek((key, value) -> round())
                .to(TOPIC, Produced.with(Serdes.String(), Serdes.String()));
        streams = new KafkaStreams(topology.build(), all);
        streams.setUncaughtExceptionHandler(failure -> {
            end = new IllegalStateException(failure);
            // As it is without a handler.
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    private void round() {
        rounds.incrementAndGet();
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean answered() throws Exception {
        if (streams.state().hasStartedOrFinishedShuttingDown()) {
            throw end;
        }
        long now = rounds.get();
        boolean more = now > seen;
        seen = now;
        return more;
    }
}
