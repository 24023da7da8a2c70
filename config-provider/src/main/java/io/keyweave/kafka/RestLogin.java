package io.keyweave.kafka;

/**
 * With what the worker's REST interface is asked, where it wants Basic authentication. Never shown.
 *
 * @param user a name
 * @param password as it is, or a placeholder <code>$&lt;kv:vault/secret></code>
 */
record RestLogin(String user, String password) {

    @Override
    public String toString() {
        return "RestLogin[" + user + "]";
    }
}
