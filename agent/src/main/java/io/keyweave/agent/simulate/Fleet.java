package io.keyweave.agent.simulate;

import java.time.Duration;

/**
 * What is simulated.
 *
 * @param jvms how many JVMs
 * @param secrets how many secrets each reads; all read the same
 * @param vaults over how many vaults the secrets are spread
 * @param ttl the setting
 * @param startupSpread the setting
 * @param startupTimeout the setting
 * @param restartAll whether all start within two seconds; otherwise they start over the length of a ttl, as after a rolling deployment
 * @param latency of one request
 * @param length simulated time
 * @param seed of everything random
 * @param service which answers
 */
record Fleet(
        int jvms,
        int secrets,
        int vaults,
        Duration ttl,
        Duration startupSpread,
        Duration startupTimeout,
        boolean restartAll,
        Duration latency,
        Duration length,
        long seed,
        ServiceLimits service) {

    Fleet withSpread(Duration spread) {
        return new Fleet(
                jvms, secrets, vaults, ttl, spread, startupTimeout, restartAll, latency, length, seed, service);
    }

    /** GETs of all JVMs when each secret is fetched once. */
    long round() {
        return (long) jvms * secrets;
    }
}
