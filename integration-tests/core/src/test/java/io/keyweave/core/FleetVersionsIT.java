package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.operator.Copying;
import io.keyweave.devvault.json.Json;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When may the old version be deleted? Five JVMs under one secret, of which one keeps a copy that never rotates: the rule of deploy/metrics names it. */
class FleetVersionsIT {

    private static final int JVMS = 5;
    private static final int KEEPS = 3;

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final List<RunningJvm> jvms = new ArrayList<>();

    @TempDir
    Path work;

    @Test
    void theQueryNamesTheJvmThatStillUsesTheFormerVersion() throws Exception {
        String former = brief(contoso.vault().put("db-password", "first-password"));
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(contoso.jvm(Jdk.oldest(), "ttl=1s")
                        .property("db.password", "$<kv:contoso/db-password>")
                        .main(Copying.class, i == KEEPS ? "keep" : "read")
                        .start());
            }
            for (RunningJvm jvm : jvms) {
                jvm.awaitOut(line -> line.equals("started"), "the application");
                jvm.ask("read", "read ");
            }
            assertEquals(Set.of(0, 1, 2, 3, 4), using(former, told()), "before the rotation");

            String second = contoso.vault().put("db-password", "second-password");
            String latest = brief(second);
            jvms.forEach(jvm -> jvm.awaitRotation(second));
            List<List<Map<?, ?>>> told = Eventually.sees(
                    "that one JVM is left",
                    () -> {
                        for (RunningJvm jvm : jvms) {
                            jvm.ask("read", "read ");
                            jvm.ask("collect", "collect ");
                        }
                        return told();
                    },
                    seen -> using(former, seen).size() <= 1
                            && using(latest, seen).size() == JVMS);
            assertEquals(Set.of(KEEPS), using(former, told), "who keeps the copy");
            assertEquals(Set.of(0, 1, 2, 3, 4), using(latest, told), "all serve the new version");
            assertTheRuleOfPrometheusSaysSo(former, told);
        } finally {
            jvms.forEach(RunningJvm::close);
        }
    }

    private static String brief(String version) {
        return version.substring(0, 8);
    }

    /** What each JVM says of each version. */
    private List<List<Map<?, ?>>> told() {
        return jvms.stream().map(FleetVersionsIT::versions).toList();
    }

    /** By the same condition as the rule {@code keyweave:version_in_use}. */
    private static Set<Integer> using(String version, List<List<Map<?, ?>>> told) {
        Set<Integer> found = new TreeSet<>();
        for (int i = 0; i < told.size(); i++) {
            for (Map<?, ?> one : told.get(i)) {
                boolean used = Boolean.TRUE.equals(one.get("served")) || copies(one) > 0;
                if (version.equals(one.get("version")) && used) {
                    found.add(i);
                }
            }
        }
        return found;
    }

    private static long copies(Map<?, ?> version) {
        return ((Number) version.get("copies")).longValue();
    }

    /** What {@code status --json} says of each version. */
    private static List<Map<?, ?>> versions(RunningJvm jvm) {
        Outcome status = ForkedJvm.on(Jdk.oldest())
                .jar(Project.agentJar(), "status", "--json", Long.toString(jvm.pid()))
                .run()
                .expect(0);
        List<Map<?, ?>> versions = new ArrayList<>();
        for (Object one : (List<?>) Json.object(status.outText()).get("versions")) {
            versions.add((Map<?, ?>) one);
        }
        return versions;
    }

    /** Where {@code promtool} is installed, the rule itself judges what the JVMs tell. */
    private void assertTheRuleOfPrometheusSaysSo(String former, List<List<Map<?, ?>>> told)
            throws IOException, InterruptedException {
        StringBuilder series = new StringBuilder();
        for (int i = 0; i < told.size(); i++) {
            for (Map<?, ?> one : told.get(i)) {
                String labels = "{instance=\"" + i + "\",vault=\"contoso\",secret=\"db-password\",version=\""
                        + one.get("version") + "\"}";
                series.append(line("keyweave_version_served" + labels, Boolean.TRUE.equals(one.get("served")) ? 1 : 0))
                        .append(line("keyweave_version_copies" + labels, copies(one)));
            }
        }
        Path test = work.resolve("test.yaml");
        Files.writeString(
                test,
                """
                rule_files: [%s]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                %s    promql_expr_test:
                      - expr: keyweave:version_in_use{version="%s"}
                        eval_time: 1m
                        exp_samples:
                          - {labels: 'keyweave:version_in_use{instance="%d",vault="contoso",secret="db-password",version="%s"}', value: 1}
                """
                        .formatted(Project.built("deploy/metrics/rules.yaml"), series, former, KEEPS, former));
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "test", "rules", test.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("promtool.txt").toFile())
                    .start();
        } catch (IOException notInstalled) {
            return;
        }
        assertTrue(promtool.waitFor(2, TimeUnit.MINUTES), "promtool ends");
        assertEquals(0, promtool.exitValue(), () -> text(work.resolve("promtool.txt")) + "\n" + text(test));
    }

    private static String line(String series, long value) {
        return "      - {series: '" + series + "', values: '" + value + "x3'}\n";
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
