package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Rules, dashboard and the rules of jmx_exporter: they parse, and every metric they name is one that docs/metrics.md describes. */
class MetricsFilesTest {

    private static final Pattern METRIC = Pattern.compile("keyweave_[a-z_]+");
    private static final Path METRICS = Path.of("metrics");

    @TempDir
    Path work;

    private static Set<String> documented() throws IOException {
        Set<String> documented = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
            if (line.startsWith("| `keyweave_")) {
                documented.add(line.substring(3, line.indexOf('`', 3)));
            }
        }
        assertTrue(documented.size() > 20, documented.toString());
        return documented;
    }

    private static Set<String> named(String text) {
        Set<String> named = new TreeSet<>();
        Matcher names = METRIC.matcher(text);
        while (names.find()) {
            named.add(names.group());
        }
        return named;
    }

    @Test
    void everyMetricThatIsNamedIsDocumented() throws IOException {
        Set<String> documented = documented();
        for (String file : List.of("rules.yaml", "rules-test.yaml", "dashboard.json", "jmx-exporter.yaml")) {
            Set<String> unknown = named(Files.readString(METRICS.resolve(file)));
            unknown.removeAll(documented);
            assertEquals(Set.of(), unknown, file);
        }
        assertEquals(
                documented, named(Files.readString(METRICS.resolve("jmx-exporter.yaml"))), "jmx_exporter has them all");
    }

    @Test
    void rulesHaveWhatAnAlertNeeds() throws IOException {
        List<String> alerts = new ArrayList<>();
        for (JsonNode group :
                Manifests.documents(METRICS.resolve("rules.yaml")).get(0).get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                assertFalse(rule.get("expr").asString().isBlank(), rule.toString());
                if (rule.has("alert")) {
                    alerts.add(rule.get("alert").asString());
                    assertTrue(rule.get("labels").has("severity"), rule.toString());
                    assertTrue(
                            rule.get("annotations").has("summary")
                                    && rule.get("annotations").has("description"),
                            rule.toString());
                }
            }
        }
        assertEquals(5, alerts.size(), alerts.toString());
    }

    /** Where Prometheus' own tool is installed it judges them: what it accepts, and what fires on which samples. */
    @Test
    void prometheusAcceptsTheRules() throws Exception {
        assertEquals(0, promtool("check", "rules", METRICS.resolve("rules.yaml").toString()), this::said);
        assertEquals(
                0, promtool("test", "rules", METRICS.resolve("rules-test.yaml").toString()), this::said);
    }

    /** Its parser reads each query of the dashboard, too, as a rule, with Grafana's variables filled in. */
    @Test
    void prometheusReadsTheQueriesOfTheDashboard() throws Exception {
        StringBuilder rules = new StringBuilder("groups: [{name: dashboard, rules: [\n");
        int queries = 0;
        for (JsonNode panel : new ObjectMapper()
                .readTree(Files.readString(METRICS.resolve("dashboard.json")))
                .get("panels")) {
            for (JsonNode target : panel.get("targets")) {
                String query = target.get("expr")
                        .asString()
                        .replace("$__rate_interval", "5m")
                        .replace("$__range", "1h")
                        .replaceAll("\\$[a-z_]+", ".*");
                rules.append("{record: query_")
                        .append(queries++)
                        .append(", expr: '")
                        .append(query.replace("'", "''"))
                        .append("'},\n");
            }
        }
        assertTrue(queries >= 14, "queries " + queries);
        Path file = Files.writeString(work.resolve("dashboard.yaml"), rules + "]}]\n");
        assertEquals(0, promtool("check", "rules", file.toString()), () -> said() + rules);
    }

    private int promtool(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        try {
            Process promtool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("said").toFile())
                    .start();
            assertTrue(promtool.waitFor(2, TimeUnit.MINUTES), "promtool ends");
            return promtool.exitValue();
        } catch (IOException notInstalled) {
            return 0;
        }
    }

    private String said() {
        try {
            return Files.readString(work.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A name that Grafana does not know, or a value of another kind, is an error here as it is by Grafana's own types. */
    @Test
    void theDashboardIsOfTheTypesThatGrafanaReads() throws IOException {
        GrafanaDashboard dashboard = JsonMapper.builder()
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build()
                .readValue(Files.readString(METRICS.resolve("dashboard.json")), GrafanaDashboard.class);
        Set<Integer> ids = new HashSet<>();
        for (GrafanaDashboard.Panel panel : dashboard.panels()) {
            assertTrue(ids.add(panel.id()), panel.title());
            Set<String> queries = new HashSet<>();
            panel.targets().forEach(query -> assertTrue(queries.add(query.refId()), panel.title()));
        }
        assertEquals("keyweave", dashboard.uid());
    }

    @Test
    void panelsOfTheDashboardDoNotOverlapAndHaveQueries() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(METRICS.resolve("dashboard.json")));
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            JsonNode place = panel.get("gridPos");
            for (int x = place.get("x").asInt();
                    x < place.get("x").asInt() + place.get("w").asInt();
                    x++) {
                for (int y = place.get("y").asInt();
                        y < place.get("y").asInt() + place.get("h").asInt();
                        y++) {
                    assertTrue(
                            x < 24 && cells.add(x + "/" + y), panel.get("title").asString());
                }
            }
            assertFalse(panel.get("targets").isEmpty(), panel.toString());
        }
    }
}
