package io.keyweave.azure;

/**
 * A fetch failed, as facts. Unchecked and without a stack trace, because it passes through the SDK's pipeline, which lets such
 * exceptions through as they are. The message is what the SDK may log: a status and a code.
 */
final class IncidentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Incident incident;
    private final boolean misdirected;

    IncidentException(Incident incident) {
        this(incident, false);
    }

    private IncidentException(Incident incident, boolean misdirected) {
        super(
                incident.stage()
                        + (incident.status() == 0 ? "" : " " + incident.status())
                        + (incident.code() == null ? "" : " " + incident.code()),
                null,
                false,
                false);
        this.incident = incident;
        this.misdirected = misdirected;
    }

    /** An answer that belongs to another request, or may. */
    static IncidentException misdirected(Incident incident) {
        return new IncidentException(incident, true);
    }

    Incident incident() {
        return incident;
    }

    /** Whether it is worth asking once more on a new connection. */
    boolean isMisdirected() {
        return misdirected;
    }
}
