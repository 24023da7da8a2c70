package io.keyweave.agent.patch.micrometer;

import io.keyweave.Log;
import io.keyweave.MessageCode;

/** What is told of meters. */
final class MicrometerMessages {

    static final MessageCode METERS_MISSING = new MessageCode(
            "KW-9032",
            Log.Level.WARN,
            "the meters of the agent are missing in {registry}, because it, a filter or a listener of the application failed with {exception}."
                    + " The same numbers are in JMX.",
            "A meter registry of the application threw that exception when the agent's meters were registered. Everything else works; they are"
                    + " tried again every five seconds, and this is told once. See [metrics](metrics.md).");

    private MicrometerMessages() {}
}
