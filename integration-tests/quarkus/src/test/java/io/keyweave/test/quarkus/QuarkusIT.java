package io.keyweave.test.quarkus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.io.TempDir;

/** {@code application.properties} and {@code .yaml} in the jar and in {@code config/}, resources of the application, and a rotation. */
class QuarkusIT {

    private static final String ODD = "s3cr\"e\\t's: , ${b} #{c} \u00fc";

    @EveryJdk
    void fastJar(Jdk jdk, @TempDir Path directory) throws Exception {
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), "of.config=$<kv:contoso/odd>\n");
        try (Contoso vault = new Contoso()) {
            vault.vault().put("odd", ODD);
            try (RunningJvm jvm = vault.jvm(jdk, "ttl=1s")
                    .directory(directory)
                    .environment("ODD", "$<kv:contoso/odd>")
                    .jar(Project.built("integration-tests/quarkus/target/quarkus-app/quarkus-run.jar"))
                    .startReady()) {
                for (String name : new String[] {"injected", "own", "of.properties", "of.yaml", "of.config"}) {
                    assertEquals(ODD, of(jvm, name), () -> name + "\n" + jvm);
                }
                assertEquals("<" + ODD + ">", of(jvm, "of.expression"));
                assertEquals("absent", of(jvm, "of.absent"));
                vault.vault().put("odd", "next");
                Eventually.holds("the next version to be read", () -> "next".equals(of(jvm, "of.properties")));
                assertEquals(ODD, of(jvm, "injected"));
                jvm.finish().expect(0).expectHarmless(ODD);
            }
        }
    }

    private static String of(RunningJvm jvm, String name) {
        return new String(Base64.getDecoder().decode(jvm.ask(name, "=")), StandardCharsets.UTF_8);
    }
}
