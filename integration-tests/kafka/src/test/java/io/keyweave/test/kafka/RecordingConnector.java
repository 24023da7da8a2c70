package io.keyweave.test.kafka;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A connector that says on standard output what it and its tasks were started with. */
public final class RecordingConnector extends SourceConnector {

    private Map<String, String> properties = Map.of();

    /** A configuration with one task. */
    static Map<String, String> config(String name, String password) {
        return new HashMap<>(Map.of(
                "name",
                name,
                "connector.class",
                RecordingConnector.class.getName(),
                "tasks.max",
                "1",
                "password",
                password));
    }

    @Override
    public void start(Map<String, String> props) {
        properties = props;
        System.out.println("connector " + props.get("name") + " started with " + props.get("password"));
    }

    @Override
    public Class<? extends Task> taskClass() {
        return RecordingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("user", ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "Shown by validate.")
                .define("password", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.HIGH, "Hidden by validate.");
    }

    @Override
    public String version() {
        return "1";
    }

    /** The task: does nothing but start. */
    public static final class RecordingTask extends SourceTask {

        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public void start(Map<String, String> props) {
            if (props.containsKey("sasl.jaas.config")) {
                System.out.println("client of " + props.get("name") + " logs in with " + jaasPassword(props));
            }
            System.out.println("task of " + props.get("name") + " started with " + props.get("password"));
        }

        /** What Kafka's own parser makes of the line. */
        private static Object jaasPassword(Map<String, String> props) {
            return JaasContext.loadClientContext(
                            Map.of("sasl.jaas.config", new Password(props.get("sasl.jaas.config"))))
                    .configurationEntries()
                    .get(0)
                    .getOptions()
                    .get("password");
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            stopped.await(100, TimeUnit.MILLISECONDS);
            return List.of();
        }

        @Override
        public void stop() {
            stopped.countDown();
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
