package io.keyweave.agent.runtime;

import io.keyweave.Log;
import io.keyweave.agent.instrument.InternalErrors;

/** Tells errors inside the agent as the setting {@code log} wants it. */
record ErrorLog(Log log) implements InternalErrors.Listener {

    @Override
    public void told(String line) {
        log.log(Log.Level.WARN, line);
    }

    @Override
    public void traced(String trace) {
        log.log(Log.Level.DEBUG, trace);
    }
}
