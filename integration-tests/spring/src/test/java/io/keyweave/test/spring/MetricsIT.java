package io.keyweave.test.spring;

import static io.keyweave.test.spring.SpringVault.TWO;
import static io.keyweave.test.spring.SpringVault.classPath;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.Fault;
import io.keyweave.test.Eventually;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.spring.Expected.Asked;
import io.keyweave.test.spring.app.SpringApplicationUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What monitoring reads of a real application, on the oldest JDK a reactive one: Prometheus' text by Micrometer, Actuator's health and info, and its own log.
 */
class MetricsIT {

    private static final Pattern SAMPLE = Pattern.compile("(keyweave_[a-z_]+)(\\{[^}]*})? (\\S+)");

    @AutoClose
    private static final SpringVault VAULT = new SpringVault();

    /** Both kinds with every Spring Boot, so on every JDK. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.keyweave.test.Jdk#all")
    void metersHealthAndInfo(Jdk jdk) throws Exception {
        VAULT.server.clearFaults();
        String first = VAULT.server.put("two", TWO);
        try (RunningJvm jvm = VAULT.everySource(jdk, "ttl=1s,max-stale=1s,log=app")
                .classPath(classPath())
                .main(
                        SpringApplicationUnderTest.class.getName(),
                        "--spring.profiles.active=prod",
                        "--spring.main.web-application-type=" + (jdk.equals(Jdk.oldest()) ? "reactive" : "servlet"))
                .startReady()) {
            Asked app = Asked.byLine(jvm);
            assertEquals(
                    Boolean.toString(jdk.equals(Jdk.oldest())),
                    app.ask("reactive"),
                    "the kind of application that was asked for");
            String health = app.ask("http /actuator/health");
            assertTrue(status("UP").matcher(health).find(), health);
            String secret = "{secret=\"two\",vault=\"contoso\"";
            String of = "{secret=\"two\",vault=\"contoso\",version=\"";
            Eventually.shows(
                    "meters",
                    () -> prometheus(app),
                    List.of(
                            "keyweave_health 0.0",
                            "keyweave_secret_age_seconds" + secret,
                            "keyweave_requests_total{outcome=\"OK\"",
                            "keyweave_version_copies" + of,
                            "keyweave_version_served" + of + first.substring(0, 8) + "\"} 1.0"));

            String second = VAULT.server.put("two", "two-second");
            Eventually.shows(
                    "both versions",
                    () -> prometheus(app),
                    List.of(
                            "keyweave_version_served" + of + first.substring(0, 8) + "\"} 0.0",
                            "keyweave_version_served" + of + second.substring(0, 8) + "\"} 1.0",
                            "keyweave_secret_rotations_total" + secret + "} 1.0"));
            String info = app.ask("http /actuator/info");
            assertTrue(info.contains("\"contoso/two\":\"" + second.substring(0, 8) + "\""), info);

            VAULT.server.fault(Fault.status(503));
            Eventually.sees(
                    "a health that is out of service",
                    () -> app.ask("http /actuator/health"),
                    shown -> status("OUT_OF_SERVICE").matcher(shown).find());
            String text = Eventually.sees(
                    "the same in meters", () -> prometheus(app), shown -> shown.contains("keyweave_health 2.0"));
            assertFalse(text.contains(TWO) || text.contains("two-second"), text);
            assertEquals(List.of(), unexpectedLabels(text));
            linesInItsLog(jvm);
            jvm.finish();
        }
    }

    /** {@code log=app}: on stderr before {@code main}, in Logback once Spring Boot has configured that, and each line in one of them. */
    private static void linesInItsLog(RunningJvm jvm) {
        assertEquals(1, jvm.signsOfLife().size(), "KW-1001, when there was no log of the application: " + jvm);
        for (String line : List.of("INFO KW-4001", "WARN KW-4101", "ERROR KW-4002")) {
            String level = line.substring(0, line.indexOf(' '));
            String code = line.substring(line.indexOf(' '));
            Pattern inLog = Pattern.compile(" " + level + " .*\\[.*keyweave-log].* keyweave +:" + code + " ");
            jvm.awaitOut(text -> inLog.matcher(text).find(), line);
        }
        assertEquals(
                List.of(),
                jvm.err().stream()
                        .filter(line ->
                                line.contains("KW-4001") || line.contains("KW-4101") || line.contains("KW-4002"))
                        .toList(),
                "nothing in both");
    }

    /** Spring Boot 4 sorts by name. */
    private static Pattern status(String status) {
        return Pattern.compile("\"keyweave\":\\{(\"details\":\\{[^}]*},)?\"status\":\"" + status + '"');
    }

    private static String prometheus(Asked app) throws Exception {
        return app.ask("http /actuator/prometheus").replace("\u00b6", "\n").replace(",}", "}");
    }

    /** A label is a vault, a secret, a version or an outcome, and nothing that came of a value. */
    private static List<String> unexpectedLabels(String text) {
        List<String> unexpected = new ArrayList<>();
        Matcher samples = SAMPLE.matcher(text);
        while (samples.find()) {
            String labels = samples.group(2) == null ? "" : samples.group(2);
            if (!labels.matches("(\\{|\\}|,|(vault|secret|version|outcome)=\"[0-9A-Za-z_-]*\")*")) {
                unexpected.add(samples.group());
            }
        }
        return unexpected;
    }
}
