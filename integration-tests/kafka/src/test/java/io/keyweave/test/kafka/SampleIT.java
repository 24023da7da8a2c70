package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.sample.connect.KafkaConnectSample;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample, as its {@code run} starts it. */
class SampleIT {

    @Test
    void rotatesThePasswordOfARunningConnector() {
        Outcome outcome = KafkaJvm.kafka(Map.of())
                .property("org.slf4j.simpleLogger.defaultLogLevel", "off")
                .main(
                        KafkaConnectSample.class,
                        Project.built("config-provider/target/keyweave-kafka-plugin.zip")
                                .toString())
                .run()
                .expect(0);

        assertTrue(outcome.outText().contains("delivers with the new password"), outcome.toString());
        assertFalse(outcome.outText().contains("pa55word"), outcome.toString());
    }
}
