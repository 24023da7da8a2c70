package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.harmless.AttacksBridge;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The bridge stands in {@code java.base}, where every application sees it, and serves nobody but patched methods. */
class BridgeIT {

    private static final String PLACEHOLDER = "$<kv:contoso/app-secret>";
    private static final String SECRET = "the-secret-value";
    private static final List<String> REFUSED =
            List.of("open=null", "reached=false", "answered=0", "secret=" + SECRET, "variable=" + SECRET, "named=true");

    @TempDir
    static Path work;

    @AutoClose
    private static final Contoso CONTOSO = new Contoso();

    @BeforeAll
    static void fill() {
        CONTOSO.vault().put("app-secret", SECRET);
    }

    private static ForkedJvm attacked(Jdk jdk) {
        return CONTOSO.jvm(jdk)
                .property("app.secret", PLACEHOLDER)
                .environment("APP_SECRET", PLACEHOLDER)
                .main(AttacksBridge.class);
    }

    @EveryJdk
    void nobodyReadsOrReplacesItsTableOrCallsItByHand(Jdk jdk) {
        Outcome outcome = attacked(jdk).run().expect(0);

        assertEquals(REFUSED, outcome.out());
        assertEquals(List.of(), outcome.err());
    }

    @EveryJdk
    void norUnderASecurityManager(Jdk jdk) throws IOException {
        assumeTrue(jdk.feature() < 24, "JDK 24 has no security manager any more");
        Path policy = Files.writeString(
                work.resolve("attacked.policy"),
                """
                grant codeBase "%s" { permission java.security.AllPermission; };
                grant {
                  permission java.util.PropertyPermission "*", "read,write";
                  permission java.lang.RuntimePermission "getenv.*";
                  permission java.lang.RuntimePermission "accessDeclaredMembers";
                  permission java.lang.reflect.ReflectPermission "suppressAccessChecks";
                };
                """
                        .formatted(Project.agentJar().toUri()));

        Outcome outcome = attacked(jdk)
                .property("java.security.manager", "")
                .property("java.security.policy", "=" + policy)
                .run()
                .expect(0);

        assertEquals(REFUSED, outcome.out());
    }
}
