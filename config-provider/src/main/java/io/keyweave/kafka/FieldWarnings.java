package io.keyweave.kafka;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.SecretRef;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * Warns of secrets in fields that connectors and Connect itself write into logs and show by REST: those whose {@code ConfigDef} type is not
 * {@code PASSWORD}. Connect knows the types of its plug-ins' fields. Not thread-safe.
 */
final class FieldWarnings {

    private static final int MOST = 100;
    private static final String PASSWORD = "PASSWORD";

    private final ConnectRest rest;
    private final Function<DeployedConnector.SecretUse, @Nullable SecretRef> secrets;
    private final EventLog log;
    private final Set<String> told = new HashSet<>();

    /** @param secrets the secret of a variable, {@code null} for another provider's */
    FieldWarnings(ConnectRest rest, Function<DeployedConnector.SecretUse, @Nullable SecretRef> secrets, EventLog log) {
        this.rest = rest;
        this.secrets = secrets;
        this.log = log;
    }

    /** Looks at every field of the connectors that was not told of yet. */
    void check(List<DeployedConnector> connectors) throws IOException {
        Map<String, Map<String, String>> types = new HashMap<>();
        for (DeployedConnector connector : connectors) {
            for (DeployedConnector.SecretUse use : connector.variables()) {
                SecretRef secret = secrets.apply(use);
                if (secret == null || told.size() >= MOST) {
                    continue;
                }
                String type = type(connector, use.field(), types);
                boolean unprotected = type == null ? !use.whole() : !type.equals(PASSWORD);
                if (unprotected && told.add(use.connector() + "\n" + use.field())) {
                    warn(use, type, secret);
                }
            }
        }
    }

    private void warn(DeployedConnector.SecretUse use, @Nullable String type, SecretRef secret) {
        log.write(LogEvent.of(KafkaMessages.UNPROTECTED_FIELD)
                .with("connector", use.connector())
                .with("field", use.field())
                .with("secret", secret)
                .with("inside", use.whole() ? null : "inside a longer text")
                .with("type", type == null ? "no field of type PASSWORD" : "of type " + type + ", not PASSWORD"));
    }

    /** The type, {@code null} when nobody knows the field. */
    private @Nullable String type(DeployedConnector connector, String field, Map<String, Map<String, String>> types)
            throws IOException {
        ConfigDef client = clientOf(field);
        if (client != null) {
            ConfigDef.ConfigKey key = client.configKeys().get(field.substring(field.indexOf(".override.") + 10));
            return key == null ? null : key.type.name();
        }
        String[] plugin = pluginOf(connector.config(), field);
        if (plugin[0] == null) {
            return null;
        }
        Map<String, String> fields = types.get(plugin[0]);
        if (fields == null) {
            fields = rest.fieldTypes(plugin[0]);
            types.put(plugin[0], fields);
        }
        return fields.get(plugin[1]);
    }

    private static @Nullable ConfigDef clientOf(String field) {
        if (field.startsWith("producer.override.")) {
            return ProducerConfig.configDef();
        }
        if (field.startsWith("consumer.override.")) {
            return ConsumerConfig.configDef();
        }
        return field.startsWith("admin.override.") ? AdminClientConfig.configDef() : null;
    }

    /** The class that reads a field, and what the field is called there. */
    private static @Nullable String[] pluginOf(Map<String, String> config, String field) {
        for (String group : new String[] {"transforms.", "predicates."}) {
            int dot = field.indexOf('.', group.length());
            if (field.startsWith(group) && dot > 0) {
                return new @Nullable String[] {config.get(field.substring(0, dot) + ".type"), field.substring(dot + 1)};
            }
        }
        for (String converter : new String[] {"key.converter", "value.converter", "header.converter"}) {
            if (field.startsWith(converter + ".")) {
                return new @Nullable String[] {config.get(converter), field.substring(converter.length() + 1)};
            }
        }
        return new @Nullable String[] {config.get("connector.class"), field};
    }
}
