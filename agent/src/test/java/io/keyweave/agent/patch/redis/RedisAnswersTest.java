package io.keyweave.agent.patch.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAnswersTest {

    @ParameterizedTest
    @ValueSource(strings = {"WRONGPASS invalid username-password pair or user is disabled.", "ERR invalid password"})
    void theCredentialIsWrong(String error) {
        assertTrue(RedisAnswers.refused(error));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOAUTH HELLO must be called with the client already authenticated",
                "NOPERM this user has no permissions to run the 'auth' command",
                "NOPROTO unsupported protocol version",
                "ERR AUTH <password> called without any password configured for the default user.",
                "LOADING Redis is loading the dataset in memory"
            })
    void somethingElseIs(String error) {
        assertFalse(RedisAnswers.refused(error));
    }
}
