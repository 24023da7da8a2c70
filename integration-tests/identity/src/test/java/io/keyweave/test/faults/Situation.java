package io.keyweave.test.faults;

/** What a JVM already has when the fault meets it. */
enum Situation {
    /** Nothing: no connection, no token, no value. */
    COLD,
    /** Connections and a token, from another secret of the same vault. */
    WARM,
    /** Also the value, older than its ttl. */
    STALE
}
