package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.GroovyShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;

/** What {@code docs/testing.md} and {@code docs/restart-in-an-outage.md} show is what files have, and the files are what build tools and IDEs read. */
class TestingPageTest {

    private static final Path SAMPLE = Path.of("..", "samples", "testing");
    private static final String AGENT = "/target/keyweave-agent.jar=";

    private static List<String> blocks(String language) throws Exception {
        return blocks("testing.md", language);
    }

    private static List<String> blocks(String page, String language) throws Exception {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", page)));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        assertTrue(!blocks.isEmpty(), language);
        return blocks;
    }

    /** In this order, other lines between them, indented as may be. */
    private static void assertShows(Path file, String block) throws Exception {
        List<String> lines = Files.readString(file)
                .replace("${project.version}", "0.1.0")
                .lines()
                .map(String::strip)
                .toList();
        int at = 0;
        for (String line : block.lines().map(String::strip).toList()) {
            if (line.isEmpty()) {
                continue;
            }
            while (at < lines.size() && !lines.get(at).equals(line)) {
                at++;
            }
            assertTrue(at < lines.size(), file + " has no line " + line + ", or not there");
            at++;
        }
    }

    @Test
    void theBlocksAreOfTheSample() throws Exception {
        List<String> maven = blocks("xml");
        assertEquals(2, maven.size());
        for (String block : maven) {
            assertShows(SAMPLE.resolve("pom.xml"), block);
        }
        assertShows(SAMPLE.resolve("build.gradle"), blocks("groovy").get(0));
        assertShows(SAMPLE.resolve(".vscode/settings.json"), blocks("json").get(0));
    }

    @Test
    void theBlocksOfTheOtherPageAreOfItsFiles() throws Exception {
        Path folder = Path.of("last-known");
        assertShows(
                folder.resolve("orders.yaml"),
                blocks("restart-in-an-outage.md", "yaml").get(0));
        assertShows(
                folder.resolve("orders.service"),
                blocks("restart-in-an-outage.md", "ini").get(0));
    }

    @Test
    void gradlesFileIsGroovy() throws Exception {
        new GroovyShell().parse(SAMPLE.resolve("build.gradle").toFile());
    }

    @Test
    void theRunConfigurationsHaveTheAgent() throws Exception {
        assertTrue(option("Tests", "VM_PARAMETERS").endsWith(AGENT + "late-settings=true"));
        assertTrue(option("OrdersApplication", "VM_PARAMETERS").endsWith(AGENT + "offline=dev.env"));
        assertTrue(Files.exists(SAMPLE.resolve("dev.env")));
        JsonNode settings =
                Manifests.documents(SAMPLE.resolve(".vscode/settings.json")).get(0);
        assertTrue(settings.at("/java.test.config/vmArgs/0").asString().endsWith(AGENT + "late-settings=true"));
        JsonNode launch = Manifests.documents(SAMPLE.resolve(".vscode/launch.json"))
                .get(0)
                .at("/configurations/0");
        assertEquals("java", launch.get("type").asString());
        assertEquals("launch", launch.get("request").asString());
        assertTrue(launch.get("vmArgs").asString().endsWith(AGENT + "offline=dev.env"));
        assertEquals(
                option("OrdersApplication", "MAIN_CLASS_NAME"),
                launch.get("mainClass").asString());
    }

    private static String option(String configuration, String name) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(SAMPLE.resolve(".run/" + configuration + ".run.xml").toFile());
        assertEquals(
                "ProjectRunConfigurationManager", document.getDocumentElement().getAttribute("name"));
        NodeList options = document.getElementsByTagName("option");
        for (int i = 0; i < options.getLength(); i++) {
            Element option = (Element) options.item(i);
            if (option.getAttribute("name").equals(name)) {
                return option.getAttribute("value");
            }
        }
        throw new AssertionError(configuration + " has no option " + name);
    }
}
