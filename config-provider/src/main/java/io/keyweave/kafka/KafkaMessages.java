package io.keyweave.kafka;

import static io.keyweave.Log.Level.ERROR;
import static io.keyweave.Log.Level.INFO;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.Failure;
import io.keyweave.MessageCode;

/** What is told in Kafka's log, and by exceptions that Kafka writes there. */
final class KafkaMessages {

    static final MessageCode VARIABLE = new MessageCode(
            "KW-7001",
            ERROR,
            "{origin}: {problem}",
            "The variable does not follow the grammar, which the message shows. See [kafka](kafka.md).");

    static final MessageCode UNUSABLE = new MessageCode(
            "KW-7002",
            ERROR,
            "{origin}: the secret {secret} {problem}",
            "The secret cannot be returned in the form that the variable asks for: the message says what to change.");

    static final MessageCode JAAS = new MessageCode(
            "KW-7003",
            ERROR,
            "{origin}: the secret {secret} holds a quote or a backslash, which a sasl.jaas.config needs escaped and no other field. {why}",
            "Write `?as=jaas` after the secret's name in a `sasl.jaas.config`, `?as=plain` in any other field.");

    static final MessageCode TOO_MANY_UNKNOWN = new MessageCode(
            "KW-7004",
            ERROR,
            "This configuration names {unknown} secrets that no connector of this worker uses, {origin} among them. At most {burst} are fetched"
                    + " for a validation, and {perSecond} a second for several. No request was made.",
            "Name fewer, or try again in a minute.");

    static final MessageCode VERSION_BEFORE_STAYS = new MessageCode(
            "KW-7011",
            ERROR,
            "{problem} What was made of the version before stays in use.",
            "The new version cannot be used, for the reason before it: correct the secret.");

    static final MessageCode UNPROTECTED_FIELD = new MessageCode(
            "KW-7021",
            WARN,
            "connector {connector}: the field {field} holds the secret {secret}« {inside}» and is {type}: connectors log such fields, and PUT"
                    + " .../config/validate shows them. Use the connector's own password field, such as Debezium's database.password or the JDBC"
                    + " sink's connection.password.",
            "Only fields of type PASSWORD are hidden by Connect.");

    static final MessageCode RESTARTED = new MessageCode(
            "KW-7031",
            INFO,
            "restarted connector {connector}: {reason}",
            "Nothing to do: `connect-restart` has done it.");

    static final MessageCode NOT_RESTARTED_YET = new MessageCode(
            "KW-7032",
            WARN,
            "connectors that name a rotated secret are not restarted yet: {problem}. Trying again every {pause}; is connect-restart this worker's"
                    + " own REST listener?",
            "Correct `connect-restart`, or see why the worker's REST interface does not answer.");

    static final MessageCode NOT_RESTARTED = new MessageCode(
            "KW-7033",
            ERROR,
            "connectors that name a rotated secret were not restarted: {problem}. Restart them by POST"
                    + " /connectors/NAME/restart?includeTasks=true, and correct connect-restart",
            "The old password is used until the connector restarts.");

    static final MessageCode NOT_LOOKED_AT = new MessageCode(
            "KW-7041",
            WARN,
            "the connectors cannot be looked at, for secrets in fields that are logged and for what is used no more: {problem}. Correct"
                    + " connect-rest, or set it to off.",
            "The worker's REST interface did not answer at the address in `connect-rest`.");

    static final MessageCode PARAMETER = new MessageCode("KW-7051", ERROR, "parameter {name}: {problem}.", "{do}.");

    /** A parameter of the provider that cannot be used, with its code. */
    static String parameter(String name, String problem, String remedy) {
        Failure failure =
                PARAMETER.failure(Failure.Kind.MALFORMED, null, "name", name, "problem", problem, "do", remedy);
        return coded(failure.cause() + " " + failure.remedy());
    }

    /** The same of a parameter that is one of the settings. */
    static String coded(String problem) {
        return problem + " (" + PARAMETER.code() + ")";
    }

    private KafkaMessages() {}
}
