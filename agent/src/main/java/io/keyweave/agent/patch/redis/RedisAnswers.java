package io.keyweave.agent.patch.redis;

/** What Redis answers to {@code AUTH} and {@code HELLO}. */
final class RedisAnswers {

    private RedisAnswers() {}

    /**
     * Whether an error says that user name or password are wrong. {@code NOAUTH} and {@code NOPERM} speak of other commands; that no password is
     * configured at all is for an operator to see.
     */
    static boolean refused(String error) {
        return error.startsWith("WRONGPASS") || error.startsWith("ERR invalid password");
    }
}
