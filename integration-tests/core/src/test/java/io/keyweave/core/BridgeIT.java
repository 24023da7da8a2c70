package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.harmless.AttacksBridge;
import com.example.harmless.WalksStack;
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

/** The bridge is in {@code java.base}, where every application sees it, and serves nobody but patched methods. */
class BridgeIT {

    private static final String PLACEHOLDER = "$<kv:contoso/app-secret>";
    private static final String SECRET = "the-secret-value";
    private static final List<String> REFUSED =
            List.of("open=null", "reached=false", "answered=0", "secret=" + SECRET, "variable=" + SECRET, "named=true");

    private static final List<String> WALKED = List.of(
            "met=[InputStream, Reader, Writer, XML, class loader, consumer, function, hashCode, put]",
            "reached=[]",
            "secret=" + SECRET);

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
                .property("keyweave.startup-timeout", "60s")
                .environment("APP_SECRET", PLACEHOLDER);
    }

    @EveryJdk
    void nobodyReadsOrReplacesItsTableOrCallsItByHand(Jdk jdk) {
        Outcome outcome = attacked(jdk).main(AttacksBridge.class).run().expect(0);

        assertEquals(REFUSED, outcome.out());
        assertEquals(List.of(), outcome.err());
    }

    /** The agent's classes are in a named module that exports and opens nothing. */
    @EveryJdk
    void whoTakesAClassOfTheAgentOffTheStackCanDoNothingWithIt(Jdk jdk) {
        Outcome outcome = attacked(jdk).main(WalksStack.class).run().expect(0);

        assertEquals(WALKED, outcome.out());
        assertEquals(List.of(), outcome.err());
    }

    @EveryJdk
    void norUnderASecurityManager(Jdk jdk) throws IOException {
        assumeTrue(jdk.feature() < 24, "JDK 24 has no security manager any more");
        ForkedJvm bridge = underASecurityManager(jdk).main(AttacksBridge.class);
        ForkedJvm stack = underASecurityManager(jdk).main(WalksStack.class);

        assertEquals(REFUSED, bridge.run().expect(0).out());
        assertEquals(WALKED, stack.run().expect(0).out());
    }

    private static ForkedJvm underASecurityManager(Jdk jdk) throws IOException {
        Path policy = Files.writeString(
                work.resolve("attacked.policy"),
                """
                grant codeBase "%s" { permission java.security.AllPermission; };
                grant {
                  permission java.util.PropertyPermission "*", "read,write";
                  permission java.lang.RuntimePermission "getenv.*";
                  permission java.lang.RuntimePermission "accessDeclaredMembers";
                  permission java.lang.RuntimePermission "getStackWalkerWithClassReference";
                  permission java.lang.RuntimePermission "getClassLoader";
                  permission java.lang.RuntimePermission "createClassLoader";
                  permission java.lang.RuntimePermission "modifyThreadGroup";
                  permission java.lang.RuntimePermission "modifyThread";
                  permission java.lang.RuntimePermission "getStackTrace";
                  permission java.lang.reflect.ReflectPermission "suppressAccessChecks";
                };
                """
                        .formatted(Project.agentJar().toUri()));

        return attacked(jdk).property("java.security.manager", "").property("java.security.policy", "=" + policy);
    }
}
