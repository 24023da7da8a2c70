package io.keyweave.sample.connect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A connector that does nothing, and whose tasks say on standard output with which password they were started. */
public final class PasswordConnector extends SourceConnector {

    static final String STARTED = "task started: ";

    private Map<String, String> properties = Map.of();

    @Override
    public void start(Map<String, String> props) {
        properties = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PasswordTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(1, properties);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(
                        "password",
                        ConfigDef.Type.PASSWORD,
                        "",
                        ConfigDef.Importance.HIGH,
                        "What a task logs in with.");
    }

    @Override
    public String version() {
        return "1";
    }

    /** The task. */
    public static final class PasswordTask extends SourceTask {

        @Override
        public void start(Map<String, String> props) {
            System.out.println(STARTED + props.get("name") + " " + props.get("password"));
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            Thread.sleep(100);
            return List.of();
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }
}
