package io.keyweave.test.kafka;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;

/** Plug-ins besides connectors, which say on standard output what they were configured with. */
final class RecordingPlugIns {

    private static final ConfigDef FIELDS =
            new ConfigDef().define("password", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.HIGH, "A secret.");

    private RecordingPlugIns() {}

    /** A single message transform that changes nothing. */
    public static final class OfRecords<R extends ConnectRecord<R>> implements Transformation<R> {

        @Override
        public void configure(Map<String, ?> configs) {
            System.out.println("transformation configured with " + configs.get("password"));
        }

        @Override
        public R apply(R message) {
            return message;
        }

        @Override
        public ConfigDef config() {
            return FIELDS;
        }

        @Override
        public void close() {}
    }

    /** A converter that converts nothing. */
    public static final class OfValues implements Converter {

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            System.out.println("converter configured with " + configs.get("password"));
        }

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            return new byte[0];
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            return SchemaAndValue.NULL;
        }

        @Override
        public ConfigDef config() {
            return FIELDS;
        }
    }
}
