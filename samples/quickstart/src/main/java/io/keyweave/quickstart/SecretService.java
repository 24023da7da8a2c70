package io.keyweave.quickstart;

import java.util.Map;

/** Where the secrets of the demonstration are: a service on loopback that the operator fills and the application never hears of. */
interface SecretService {

    /** The scheme of its placeholders, {@code kv}. */
    String scheme();

    /** Adds a version of a secret in {@code contoso-prod}, and returns how messages call that version. */
    String put(String secret, String value);

    /** What the agent has to be told, as arguments of its own. */
    String settings();

    /** The variables by which the application's process is known to the service. */
    Map<String, String> environment();
}
