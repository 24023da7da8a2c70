package io.keyweave.kafka;

/**
 * What Connect wants an answer for. {@code ConfigProvider.get} is told neither the connector nor the purpose, and the purpose
 * decides two of Connect's traps:
 *
 * <p><b>The baseline.</b> At a tick of the ttl Connect restarts a connector's tasks if the configuration resolved now differs from
 * the one the tasks were made from. That one is not kept from when the tasks were made: {@code AppliedConnectorConfig} resolves it
 * at the first tick after. A secret rotated in between is then on both sides of the comparison, and the tasks keep the old value
 * until the next rotation. So this one call is answered with something that differs if any task may still have an older version.
 *
 * <p><b>The tick that fails.</b> An exception while a tick restarts the connector leaves it stopped and UNASSIGNED for good. The
 * same exception while a task starts makes the task FAILED with the message, which is what a person wants to see.
 *
 * <p>The purpose is read from the stack: class and method names of Connect's runtime, as they are since
 * <a href="https://github.com/apache/kafka/pull/16053">KAFKA-9228</a> of 2024 (before, Connect did not restart tasks for a
 * rotation at all). Where they are not found the call is {@link #OTHER}, and answered plainly.
 *
 * <p><i>Rejected: answering everybody with the old value until a later tick has seen it.</i> It needs no stack, but a
 * task restarted by hand meanwhile gets a password that no longer works; and connectors share a secret without the provider knowing
 * how many they are, so there is no telling when all of them have seen it.
 */
enum HerderCall {
    /** The first comparison after tasks were made. */
    BASELINE,
    /** A connector is started, or asked for its tasks. */
    CONNECTOR,
    /** A task is started. */
    TASK,
    /** {@code PUT .../config/validate}, also before a connector is created: whoever may call REST chooses the variables. */
    VALIDATE,
    /** Connect for a connector, for a purpose that is none of these. */
    CONNECT,
    /** Not Connect, or Connect's own worker configuration. */
    OTHER;

    /** Connect's frames are near; below them a Kafka client may have another hundred that say nothing. */
    private static final int DEPTH = 16;

    private static final String APPLIED = "org.apache.kafka.connect.storage.AppliedConnectorConfig";

    private static final StackWalker STACK = StackWalker.getInstance();

    /** Whether Connect restarts tasks at a tick when a value changed: where it has this class, by KAFKA-9228. */
    static boolean ticksRestartTasks() {
        try {
            Class.forName(APPLIED, false, HerderCall.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Whether Connect has this answer scheduled for the next tick. */
    boolean scheduled() {
        return this == CONNECTOR || this == TASK;
    }

    /** Whether a connector that exists is behind it. */
    boolean ofConnector() {
        return this == CONNECTOR || this == TASK || this == BASELINE || this == CONNECT;
    }

    /** Finds out for the current call. */
    static HerderCall current() {
        return STACK.walk(frames -> {
            HerderCall found = OTHER;
            for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames.limit(DEPTH)::iterator) {
                HerderCall call = of(frame.getClassName(), frame.getMethodName());
                if (call != OTHER && call != CONNECT) {
                    return call;
                }
                found = call == CONNECT ? CONNECT : found;
            }
            return found;
        });
    }

    private static HerderCall of(String type, String method) {
        return switch (type) {
            case APPLIED -> BASELINE;
            case "org.apache.kafka.connect.storage.ClusterConfigState" ->
                switch (method) {
                    case "taskConfig" -> TASK;
                    case "connectorConfig" -> CONNECTOR;
                    default -> OTHER;
                };
            case "org.apache.kafka.connect.runtime.WorkerConfigTransformer" -> CONNECT;
            case "org.apache.kafka.connect.runtime.AbstractHerder" ->
                method.equals("validateConnectorConfig") ? VALIDATE : OTHER;
            default -> OTHER;
        };
    }
}
