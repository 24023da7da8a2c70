package io.keyweave.test.frameworks;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.frameworks.app.OwnMeter;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The agent's numbers in the OpenTelemetry that an application has set by itself, and its lines in Log4j 2. */
class GlobalMeterIT {

    @EveryJdk
    void asynchronousInstrumentsOfTheGlobalMeter(Jdk jdk) {
        try (Contoso contoso = new Contoso()) {
            String version = contoso.vault().put("key", "hunter2-hunter2");
            try (RunningJvm jvm = contoso.jvm(jdk, "ttl=1s,log=app")
                    .classPath(
                            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                    .map(Path::of)
                                    .toArray(Path[]::new))
                    .property("password", "$<kv:contoso/key>")
                    .property("org.apache.logging.log4j.level", "INFO")
                    .main(OwnMeter.class)
                    .start()) {
                jvm.awaitOut(line -> line.equals("started"), "the application");
                String metrics = Eventually.shows(
                        "instruments",
                        () -> jvm.ask("tell", "metrics "),
                        List.of(
                                "keyweave.version.copies",
                                "keyweave.secret.age s DOUBLE_GAUGE secret=key vault=contoso ",
                                "keyweave.requests 1 DOUBLE_SUM outcome=OK ",
                                "keyweave.version.served 1 DOUBLE_GAUGE secret=key vault=contoso version="
                                        + version.substring(0, 8)));
                assertFalse(metrics.contains("hunter2"), metrics);
                // log=app, with Log4j 2.
                contoso.vault().put("key", "hunter2-hunter3");
                jvm.awaitOut(
                        line -> line.matches("\\S+ keyweave-log INFO .*KW-4001 rotated contoso/key .*"),
                        "Log4j's line");
                assertFalse(jvm.err().toString().contains("KW-4001"), jvm.toString());
                jvm.finish().expect(0).expectHarmless();
            }
        }
    }
}
