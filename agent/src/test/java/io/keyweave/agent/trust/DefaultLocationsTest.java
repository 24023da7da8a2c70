package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Spring Boot and HOCON look without being told by the application. */
class DefaultLocationsTest {

    @Test
    void withoutSettings() {
        List<String> patterns = DefaultLocations.patterns(Map.of(), Map.of());
        for (String name : List.of("application", "bootstrap")) {
            for (String ending : List.of(".properties", ".xml", ".yml", ".yaml")) {
                for (String folder : List.of("", "config/", "config/*/")) {
                    assertTrue(patterns.contains(folder + name + "*" + ending), folder + name + ending);
                }
            }
        }
        assertTrue(patterns.contains("quartz.properties"), "those of other frameworks");
        assertEquals(patterns, DefaultLocations.patterns(Map.of("config.file", ""), Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring.config.name          | SPRING_CONFIG_NAME          | orders, billing ,| orders billing",
                "spring.cloud.bootstrap.name | SPRING_CLOUD_BOOTSTRAP_NAME | boot             | boot",
                // Neither a pattern nor a path is a name.
                "spring.config.name          | SPRING_CONFIG_NAME          | *,a*,/etc/x,b/c  | ''",
            })
    void namesInPlaceOfApplication(String property, String variable, String value, String names) {
        List<String> expected = new ArrayList<>();
        for (String name : names.isEmpty() ? new String[0] : names.split(" ")) {
            for (String ending : List.of(".properties", ".xml", ".yml", ".yaml")) {
                for (String folder : List.of("", "config/", "config/*/")) {
                    expected.add(folder + name + "*" + ending);
                }
            }
        }
        assertEquals(expected, added(Map.of(property, value), Map.of()));
        assertEquals(expected, added(Map.of(), Map.of(variable, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/etc/a.yml                                    | /etc/a.yml",
                "/etc/a.yml,/etc/b.yml;/etc/c.yml              | /etc/a.yml /etc/b.yml /etc/c.yml",
                " optional:file:/etc/a.yml , file:///etc/b.yml | /etc/a.yml /etc/b.yml",
                "file:/c.yml,C:/d.yml                          | /c.yml C:/d.yml",
                "classpath:a.yml,https://example.test/b.yml,,  | ''",
                "configtree:/etc/x/,ab:c.yml                   | ''",
                // Says how to read a file whose name does not.
                "file:./.env[.properties]                      | ./.env",
                "/etc/a[.x],/etc/a[.x]b,/etc/a[x]              | /etc/a /etc/a[.x]b /etc/a[x]",
                "[.properties]                                 | [.properties]",
            })
    void locations(String setting, String paths) {
        List<String> expected = paths.isEmpty() ? List.of() : Arrays.asList(paths.split(" "));
        for (String name : List.of("location", "additional-location", "import")) {
            assertEquals(expected, added(Map.of("spring.config." + name, setting), Map.of()));
            String variable = "SPRING_CONFIG_" + name.replace("-", "").toUpperCase(java.util.Locale.ROOT);
            assertEquals(expected, added(Map.of(), Map.of(variable, setting)));
        }
    }

    @Test
    void directoriesHoldFilesOfEveryName() {
        List<String> found =
                added(Map.of("spring.config.location", "/etc/app/", "spring.config.name", "orders"), Map.of());
        for (String name : List.of("application*", "bootstrap*", "orders*")) {
            for (String ending : List.of(".properties", ".xml", ".yml", ".yaml")) {
                assertTrue(found.contains("/etc/app/" + name + ending), name + ending + " in " + found);
            }
        }
        assertEquals(
                12,
                found.stream()
                        .filter(pattern -> pattern.startsWith("/etc/app/"))
                        .count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.yml                      | /etc/app/a.yml",
                "optional:a.yml;b.yml       | /etc/app/a.yml /etc/app/b.yml",
                "file:a.yml                 | a.yml",
                "/srv/a.yml                 | /srv/a.yml",
                "ab:c.yml,classpath:a.yml   | ''",
            })
    void importsAreRelativeToTheFileThatImports(String locations, String paths) {
        assertEquals(
                paths.isEmpty() ? List.of() : Arrays.asList(paths.split(" ")),
                DefaultLocations.imported(locations, "/etc/app"));
    }

    @Test
    void anImportOfWhatIsNoFileIsRelativeToTheWorkingDirectory() {
        assertEquals(List.of("a.yml"), DefaultLocations.imported("a.yml", null));
    }

    /** What settings add to what is always there, in order. */
    private static List<String> added(Map<String, String> properties, Map<String, String> environment) {
        List<String> patterns = new ArrayList<>(DefaultLocations.patterns(properties, environment));
        for (String always : DefaultLocations.patterns(Map.of(), Map.of())) {
            assertTrue(patterns.remove(always), always);
        }
        return patterns;
    }
}
