package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.agent.instrument.InternalErrors;

/** Tells errors inside the agent as the setting {@code log} wants it. */
record ErrorLog(EventLog log) implements InternalErrors.Listener {

    @Override
    public void told(String where, String what) {
        log.write(LogEvent.of(AgentMessages.INTERNAL_ERROR).with("where", where).with("error", what));
    }

    @Override
    public void traced(String trace) {
        log.write(LogEvent.of(AgentMessages.INTERNAL_TRACE).with("trace", trace));
    }
}
