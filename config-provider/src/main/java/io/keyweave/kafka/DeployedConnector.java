package io.keyweave.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.apache.kafka.common.config.ConfigTransformer;
import org.jspecify.annotations.Nullable;

/**
 * A connector as Connect's REST interface tells it.
 *
 * @param name its name
 * @param config its configuration as written, variables unresolved
 * @param state of the connector itself
 * @param tasks in order
 */
record DeployedConnector(String name, Map<String, String> config, ReportedState state, List<ReportedState> tasks) {

    private static final String FAILED = "FAILED";

    /**
     * A connector or task in one worker.
     *
     * @param state such as {@code RUNNING}; empty when it is not known
     * @param worker host and port of the worker's listener
     */
    record ReportedState(String state, String worker) {

        boolean failed() {
            return state.equals(FAILED);
        }
    }

    /**
     * A variable in a field.
     *
     * @param connector whose configuration
     * @param field which field of it
     * @param provider the provider's name, before the first colon
     * @param path between the colons, or empty
     * @param key behind
     * @param whole whether it is all of the field's text
     */
    record SecretUse(String connector, String field, String provider, String path, String key, boolean whole) {

        boolean inJaas() {
            return field.endsWith("sasl.jaas.config");
        }
    }

    /** All variables of any provider, field by field. */
    List<SecretUse> variables() {
        List<SecretUse> uses = new ArrayList<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(config).entrySet()) {
            String text = entry.getValue();
            Matcher matcher = ConfigTransformer.DEFAULT_PATTERN.matcher(text);
            while (matcher.find()) {
                boolean whole = matcher.start() == 0 && matcher.end() == text.length();
                uses.add(new SecretUse(
                        name, entry.getKey(), matcher.group(1), orEmpty(matcher.group(3)), matcher.group(4), whole));
            }
        }
        return uses;
    }

    private static String orEmpty(@Nullable String group) {
        return group == null ? "" : group;
    }

    /** Whether its author wants it left alone when a variable's value changes. */
    boolean keepsItsValues() {
        return "none".equalsIgnoreCase(config.get("config.action.reload"));
    }

    boolean paused() {
        return state.state.equals("PAUSED");
    }

    /** Its tasks are gone, and new ones are made from what the secrets are then. */
    boolean stopped() {
        return state.state.equals("STOPPED");
    }

    /** Whether the connector or a task of it failed. */
    boolean failed() {
        if (state.failed()) {
            return true;
        }
        for (ReportedState task : tasks) {
            if (task.failed()) {
                return true;
            }
        }
        return false;
    }
}
