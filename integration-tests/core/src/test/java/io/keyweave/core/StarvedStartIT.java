package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.trust.ShowsSources;
import io.keyweave.test.Contoso;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A start with a twentieth of a core: it is told, and not the vault. Needs the right to make a cgroup, as a build in a container often has. */
class StarvedStartIT {
    private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");

    @AutoClose
    private final Contoso contoso = new Contoso();

    @Test
    void saysThatTheProcessHardlyRan() throws IOException {
        contoso.vault().put("key", "value");
        Path group = CPU.resolve("keyweave-test-" + ProcessHandle.current().pid());
        try {
            assumeTrue(Files.isWritable(CPU), "no cgroup of version 1 for CPU that this user may use");
            Files.createDirectory(group);
            Files.writeString(group.resolve("cpu.cfs_quota_us"), "5000");
        } catch (IOException denied) {
            assumeTrue(false, "no cgroup here: " + denied.getMessage());
        }
        try (RunningJvm jvm = contoso.jvm(Jdk.oldest(), "startup-timeout=4s")
                .property("a.key", "$<kv:contoso/key>")
                .main(ShowsSources.class)
                .start()) {
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(jvm.pid()));
            Outcome outcome = jvm.finish().expect(69);
            assertTrue(
                    outcome.errText().matches("(?s).*This process got \\d+ ms of CPU in [^,]+, which is too little.*"),
                    outcome.errText());
            assertFalse(outcome.errText().contains("No answer from"), outcome.errText());
            for (String told : List.of(
                    " ERROR KW-1100 keyweave: this JVM does not start. ",
                    "contoso/key",
                    "system property a.key",
                    "-> Give it more CPU while it starts (in Kubernetes resources.limits.cpu), or raise startup-timeout.",
                    "KW-1109)")) {
                assertTrue(outcome.errText().contains(told), outcome.errText());
            }
        } finally {
            Files.delete(group);
        }
    }
}
