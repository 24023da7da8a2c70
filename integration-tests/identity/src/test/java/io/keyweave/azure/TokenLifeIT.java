package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.identity.Login;
import java.util.stream.Stream;

/**
 * Tokens of azure-identity, for every identity and on every JDK: one for all reads, renewed before its end, survived when it ends while
 * it is renewed, and replaced, not returned again, when the vault refuses it.
 */
class TokenLifeIT {

    @EveryJdk
    void ofEveryIdentity(Jdk jdk) {
        Outcome outcome = ForkedJvm.on(jdk)
                .option("-cp")
                .option(System.getProperty("java.class.path"))
                .main(TokenLife.class.getName())
                .run()
                .expect(0);
        assertEquals(Stream.of(Login.values()).map(login -> "ok " + login).toList(), outcome.out());
    }
}
