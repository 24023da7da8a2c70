package io.keyweave.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileReadersTest {

    private static final String JACKSON = "com/fasterxml/jackson/core/JsonFactory.class";
    private static final String TOML = "com/fasterxml/jackson/dataformat/toml/TomlFactory.class";
    private static final String INI = "org/apache/commons/configuration2/INIConfiguration.class";
    private static final String INI4J = "org/ini4j/spi/IniSource.class";
    private static final String GSON = "com/google/gson/stream/JsonReader.class";
    private static final String JETTY = "org/eclipse/jetty/xml/XmlConfiguration.class";

    private final FileReaders readers = new FileReaders();

    private List<String> of(String fileName, boolean complete, String... present) {
        for (String classFile : present) {
            assertTrue(readers.tells(classFile), classFile);
        }
        return readers.of(fileName, Set.of(present), complete).stream()
                .map(TextReader::name)
                .toList();
    }

    @Test
    void tomlIsReadByAPartOfJackson() {
        assertEquals(List.of("Jackson", "toml4j", "tomlj", "Night Config"), of("settings.toml", false));
        assertEquals(List.of("Jackson"), of("settings.toml", true, JACKSON, TOML));
        assertEquals(List.of("Jackson"), of("settings.toml", false, JACKSON, TOML));
        assertEquals(List.of(), of("settings.toml", true, JACKSON));
        assertEquals(
                List.of("toml4j", "tomlj", "Night Config"),
                of("settings.toml", false, JACKSON),
                "the part would have been seen, too");
        assertEquals(List.of("Jackson"), of("settings.json", true, JACKSON));
        assertEquals(List.of(), of("settings.yml", true, JACKSON));
        assertEquals(
                new TextReader("Jackson", false),
                readers.of("a.toml", Set.of(), false).get(0));
    }

    @Test
    void aLibraryThatLooksForAVeryNameComesFirst() {
        assertEquals(List.of("Flyway", "Jackson", "toml4j", "tomlj", "Night Config"), of("conf/flyway.toml", false));
        assertEquals(
                List.of("Jetty", "Commons Configuration", "ini4j", "Shiro", "Commons Configuration 1"),
                of("start.d/orders.ini", false));
        assertEquals(List.of("Jetty"), of("start.d/orders.ini", false, JETTY, INI));
    }

    @Test
    void jsonIsReadByTheLibraryThatTheApplicationHas() {
        assertEquals(
                List.of("Jackson", "Vert.x Config", "Gson", "org.json", "JSON-P", "fastjson2", "Night Config"),
                of("settings.json", false));
        assertEquals(List.of("Gson"), of("settings.json", true, GSON));
        assertEquals(List.of("Jackson", "Gson"), of("settings.json", true, JACKSON, GSON));
        assertEquals(List.of(), of("settings.json", true, INI));
    }

    @Test
    void iniIsReadByTheLibraryThatTheApplicationHas() {
        assertEquals(
                List.of("Commons Configuration", "ini4j", "Shiro", "Commons Configuration 1"),
                of("config/settings.ini", false));
        assertEquals(List.of("ini4j"), of("settings.ini", true, INI4J));
        assertEquals(List.of("Commons Configuration"), of("settings.ini", true, INI));
        assertEquals(List.of(), of("settings.ini", true, JACKSON));
    }

    @Test
    void nobodyReadsWhatIsNotPatched() {
        assertEquals(List.of(), of("settings.plist", false));
        assertEquals(List.of(), of("settings.plist", false, JACKSON, TOML, INI));
    }
}
