package io.keyweave.agent.patch.mail;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as RFC 5530 and RFC 3206 give them, and as servers do. */
class MailLoginTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "A1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
                "A1 NO LOGIN failed.",
                "[AUTH] Authentication failed.",
                "Invalid login/password",
                "SASL authentication failed"
            })
    void saysThatTheCredentialIsWrong(String answer) {
        assertTrue(MailLogin.meansCredential(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A1 NO [UNAVAILABLE] Temporary authentication failure.",
                "A1 NO [EXPIRED] The password is expired",
                "A1 NO [AUTHORIZATIONFAILED] No such authorization-ID",
                "A1 NO [ALERT] Application-specific password required",
                "[SYS/TEMP] server busy",
                "[IN-USE] Do you have another POP session running?",
                "[LOGIN-DELAY] minimum time between mail checks"
            })
    void saysSomethingElse(String answer) {
        assertFalse(MailLogin.meansCredential(answer));
    }
}
