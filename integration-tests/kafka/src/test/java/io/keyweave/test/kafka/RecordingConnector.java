package io.keyweave.test.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * A connector that remembers what its tasks were started with: in {@link #starts(String)} of its own JVM, and as a line of
 * standard output for a test in another.
 */
public final class RecordingConnector extends SourceConnector {

    private static final List<String> STARTS = new CopyOnWriteArrayList<>();
    private static final List<String> CONNECTOR_STARTS = new CopyOnWriteArrayList<>();

    private Map<String, String> properties = Map.of();

    /** The passwords the tasks of that connector were started with, in order. */
    static List<String> starts(String connector) {
        return of(STARTS, connector);
    }

    /** The passwords the connector itself was started with, in order. */
    static List<String> connectorStarts(String connector) {
        return of(CONNECTOR_STARTS, connector);
    }

    private static List<String> of(List<String> lines, String connector) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(connector + " ")) {
                values.add(line.substring(connector.length() + 1));
            }
        }
        return values;
    }

    @Override
    public void start(Map<String, String> props) {
        properties = props;
        CONNECTOR_STARTS.add(props.get("name") + " " + props.get("password"));
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
            STARTS.add(props.get("name") + " " + props.get("password"));
            System.out.println("task of " + props.get("name") + " started with " + props.get("password"));
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
