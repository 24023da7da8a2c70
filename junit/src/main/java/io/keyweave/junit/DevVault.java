package io.keyweave.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a Key Vault and an Entra ID on loopback before the tests of this class, one for all classes of the JVM, and tells the agent of
 * this JVM where they are. The agent is on the test JVM's command line with {@code late-settings=true}:
 *
 * <pre>{@code -javaagent:keyweave-agent.jar=late-settings=true}</pre>
 *
 * <pre>{@code
 * @DevVault(secrets = "contoso/db-password=first")
 * @SpringBootTest
 * class OrdersTest {
 *     @Test
 *     void followsARotation(TestVault vault) {
 *         vault.rotate("contoso/db-password", "second");
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>Put it before {@code @SpringBootTest}. Each test begins with the values written here and with a vault that answers; what a test has
 * changed is taken back after it. Tests of one JVM share the vault: those that change it must not run in parallel with others that read the
 * same secret.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DevVaultExtension.class)
public @interface DevVault {

    /** {@code vault/secret=value}. The vaults named here are opened; values may contain any character. */
    String[] secrets() default {};
}
