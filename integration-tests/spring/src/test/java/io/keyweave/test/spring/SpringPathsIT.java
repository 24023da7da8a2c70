package io.keyweave.test.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.spring.paths.SpringPaths;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways into Spring beside Spring Boot's two loaders. A secret with all that Spring has a meaning for arrives unchanged through each of them; an
 * optional secret that is not there is no property; who copies property sources gets secrets.
 */
class SpringPathsIT {

    private static final String[] WAYS = {
        "yaml-value",
        "yaml-environment",
        "yaml-loop",
        "yaml-properties",
        "local-value",
        "xml-plain",
        "xml-local",
        "xml-legacy",
        "xml-map",
        "xml-util",
        "xml-again",
        "xml-properties",
        "boot-odd",
        "boot-import",
        "boot-hint",
        "boot-named",
        "boot-additional",
        "boot-bootstrap",
        "boot-loop",
        "boot-loop-argument",
        "boot-loop-system",
        "boot-loop-environment"
    };

    @TempDir
    private static Path resources;

    @TempDir
    private static Path directory;

    @AutoClose
    private static SpringVault vault;

    @BeforeAll
    static void start() throws Exception {
        vault = new SpringVault();
        write(resources, "paths.yaml", "yaml:", "  odd: $<kv:contoso/odd>", "  absent: $<kv:contoso/nowhere?optional>");
        write(resources, "local.properties", "local.odd=$<kv:contoso/odd>");
        write(resources, "util.properties", "util.odd=$<kv:contoso/odd>");
        write(resources, "application.properties", "boot.lower=lower");
        String holder = "class=\"io.keyweave.test.spring.paths.SpringPaths$Holder\"><property name=\"value\"";
        write(
                resources,
                "paths.xml",
                "<beans xmlns=\"http://www.springframework.org/schema/beans\"",
                "  xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
                "  xmlns:util=\"http://www.springframework.org/schema/util\" xsi:schemaLocation=\"",
                "  http://www.springframework.org/schema/beans",
                "  https://www.springframework.org/schema/beans/spring-beans.xsd",
                "  http://www.springframework.org/schema/util",
                "  https://www.springframework.org/schema/util/spring-util.xsd\">",
                "<!-- $&lt;kv:contoso/nowhere> -->",
                "<bean class=\"org.springframework.context.support.PropertySourcesPlaceholderConfigurer\">",
                "  <property name=\"properties\" ref=\"properties\"/>",
                "  <property name=\"ignoreUnresolvablePlaceholders\" value=\"true\"/></bean>",
                "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">",
                "  <property name=\"location\" value=\"classpath:local.properties\"/>",
                "  <property name=\"ignoreUnresolvablePlaceholders\" value=\"true\"/></bean>",
                "<util:properties id=\"properties\" location=\"classpath:util.properties\"/>",
                "<bean id=\"plain\" " + holder + " value=\"$&lt;kv:contoso/odd>\"/></bean>",
                "<bean id=\"inside\" " + holder + "><value>x $&lt;kv:contoso/odd> y</value></property></bean>",
                "<bean id=\"local\" scope=\"prototype\" " + holder + " value=\"${util.odd}\"/></bean>",
                "<bean id=\"legacy\" scope=\"prototype\" " + holder + " value=\"${local.odd}\"/></bean>",
                "<bean id=\"map\" " + holder + " value=\"#{properties['util.odd']}\"/></bean>",
                "<bean id=\"util\" " + holder + " value=\"#{@properties.getProperty('util.odd')}\"/></bean>",
                "</beans>");
        write(
                directory,
                "application.yml",
                "boot:",
                "  odd: $<kv:contoso/odd>",
                "  port: $<kv:contoso/nowhere?optional>",
                "  lower: $<kv:contoso/nowhere?optional>",
                "spring:",
                "  config:",
                "    import: \"file:./elsewhere/extra.yml,file:./.env[.properties]\"");
        write(directory, "elsewhere/extra.yml", "boot:", "  imported: $<kv:contoso/odd>");
        write(directory, ".env", "boot.hint=$<kv:contoso/odd>");
        write(directory, "named.yml", "boot:", "  named: $<kv:contoso/odd>");
        write(directory, "more/named.yml", "boot:", "  additional: $<kv:contoso/odd>");
        // Read by the context that Spring Cloud starts before the application's.
        write(directory, "bootstrap.yml", "boot:", "  bootstrap: $<kv:contoso/odd>");
    }

    @EveryJdk
    void everyWay(Jdk jdk) {
        Outcome outcome = vault.contoso
                .jvm(jdk)
                .property("sys.odd", "$<kv:contoso/odd>")
                .property("spring.config.name", "application,named")
                .property("spring.config.additional-location", "file:./more/")
                .property("spring.cloud.bootstrap.enabled", "true")
                .environment("ENV_ODD", "$<kv:contoso/odd>")
                .classPath(resources)
                .classPath(SpringVault.classPath())
                .directory(directory)
                .main(SpringPaths.class, "--arg.port=$<kv:contoso/nowhere?optional>", "--arg.odd=$<kv:contoso/odd>")
                .run()
                .expect(0)
                .expectHarmless();
        Map<String, String> told = told(outcome);
        for (String way : WAYS) {
            assertEquals(SpringVault.ODD, told.get(way), () -> way + "\n" + outcome);
        }
        assertEquals("x " + SpringVault.ODD + " y", told.get("xml-inside"));
        assertEquals("default", told.get("yaml-absent"));
        assertEquals("5432", told.get("boot-optional-value"));
        assertEquals("absent", told.get("boot-optional-get"));
        assertEquals("false", told.get("boot-optional-contains"));
        assertEquals("lower", told.get("boot-optional-lower"));
        assertEquals("5432", told.get("boot-optional-argument"));
        assertEquals("absent", told.get("boot-loop-absent"));
    }

    private static Map<String, String> told(Outcome outcome) {
        Map<String, String> told = new LinkedHashMap<>();
        for (String line : outcome.out()) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[1].equals("value")) {
                told.put(words[0], new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8));
            } else if (words.length > 1) {
                told.put(words[0], words[1]);
            }
        }
        return told;
    }

    private static void write(Path directory, String name, String... lines) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
