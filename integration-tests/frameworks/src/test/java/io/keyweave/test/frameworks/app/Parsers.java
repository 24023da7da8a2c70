package io.keyweave.test.frameworks.app;

import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.javaprop.JavaPropsMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.cdimascio.dotenv.Dotenv;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.Configuration;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.stream.StreamSource;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.builder.fluent.Configurations;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;
import org.yaml.snakeyaml.Yaml;

/** Reads the files of a directory, and resources, with every parser there is. */
public final class Parsers {

    private Parsers() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        yaml(home);
        json(home);
        properties(home);
        xml(home);
        woodstox(home.resolve("config.xml").toFile());
        commonsConfiguration(home);
        OtherParsers.read(home);
        Told.value(
                "dotenv",
                () -> Dotenv.configure().directory(home.toString()).load().get("PASSWORD"));
        Told.value(
                "dotenv-pin",
                () -> Dotenv.configure().directory(home.toString()).load().get("PIN"));
        Told.value("jaas", () -> {
            System.setProperty(
                    "java.security.auth.login.config", home.resolve("jaas.conf").toString());
            return Configuration.getConfiguration()
                    .getAppConfigurationEntry("Client")[0]
                    .getOptions()
                    .get("password");
        });
        if (args.length > 1) {
            page(args[1]);
        }
        System.out.println("ended");
    }

    /** @param name of a class that reads as docs/frameworks.md shows, and returns what it got */
    private static void page(String name) throws Exception {
        Object[] read = (Object[]) Class.forName(name).getMethod("read").invoke(null);
        Told.value("page-yaml", () -> ((Map<?, ?>) read[0]).get("plain"));
        Told.value("page-json", () -> ((JsonNode) read[1]).get("password").textValue());
        Told.value("page-xml", () -> ((Document) read[2]).getDocumentElement().getAttribute("password"));
        Told.value("page-dotenv", () -> ((Dotenv) read[3]).get("PASSWORD"));
    }

    private static void yaml(Path home) throws Exception {
        Path file = home.resolve("config.yaml");
        for (String key : new String[] {"plain", "pin", "single", "url", "block", "comment", "absent", "literal"}) {
            Told.value("snakeyaml-" + key, () -> {
                try (InputStream in = new FileInputStream(file.toFile())) {
                    return ((Map<?, ?>) new Yaml().load(in)).get(key);
                }
            });
        }
        Told.value("snakeyaml-reader", () -> {
            try (Reader reader = Files.newBufferedReader(file)) {
                return ((Map<?, ?>) new Yaml().load(reader)).get("plain");
            }
        });
        Told.value("snakeyaml-resource", () -> {
            try (InputStream in = Parsers.class.getResourceAsStream("/resource.yaml")) {
                return in == null ? null : ((Map<?, ?>) new Yaml().load(in)).get("plain");
            }
        });
        Told.value("snakeyaml-string", () -> ((Map<?, ?>) new Yaml().load(Files.readString(file))).get("plain"));
        Told.value("engine-plain", () -> {
            try (InputStream in = new FileInputStream(file.toFile())) {
                return ((Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in)).get("plain");
            }
        });
        Told.value("engine-pin", () -> {
            try (InputStream in = new FileInputStream(file.toFile())) {
                return ((Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in)).get("pin");
            }
        });
        ObjectMapper jackson2 = new ObjectMapper(new YAMLFactory());
        Told.value(
                "jackson2-yaml-plain",
                () -> jackson2.readTree(file.toFile()).get("plain").asText());
        Told.value(
                "jackson2-yaml-pin",
                () -> jackson2.readTree(file.toFile()).get("pin").asText());
        tools.jackson.databind.ObjectMapper jackson3 =
                new tools.jackson.databind.ObjectMapper(new tools.jackson.dataformat.yaml.YAMLFactory());
        Told.value(
                "jackson3-yaml-plain",
                () -> jackson3.readTree(file).get("plain").asString());
        Told.value("jackson3-yaml-pin", () -> jackson3.readTree(file).get("pin").asString());
    }

    private static void properties(Path home) {
        File file = home.resolve("commons.properties").toFile();
        Told.value(
                "jackson2-properties",
                () -> new JavaPropsMapper().readTree(file).get("password").textValue());
        Told.value("jackson2-toml", () -> new TomlMapper()
                .readTree(home.resolve("config.toml").toFile())
                .get("db")
                .get("password")
                .textValue());
        Told.value("jackson2-toml-absent", () -> new TomlMapper()
                .readTree(home.resolve("config.toml").toFile())
                .get("db")
                .get("absent"));
        Told.value("jackson3-properties", () -> new tools.jackson.dataformat.javaprop.JavaPropsMapper()
                .readTree(file)
                .get("password")
                .stringValue());
    }

    private static void json(Path home) {
        File file = home.resolve("config.json").toFile();
        ObjectMapper jackson2 = new ObjectMapper();
        for (String key : new String[] {"password", "escaped", "url", "absent"}) {
            Told.value("jackson2-" + key, () -> jackson2.readTree(file).get(key).textValue());
        }
        Told.value(
                "jackson2-url-of-file",
                () -> jackson2.readTree(file.toURI().toURL()).get("password").textValue());
        Told.value("jackson2-bean", () -> jackson2.readValue(file, new HashMap<String, String>().getClass())
                .get("password"));
        Told.value("jackson2-string", () -> jackson2.readTree(Files.readString(file.toPath()))
                .get("password")
                .textValue());
        Told.value("jackson3-password", () -> new tools.jackson.databind.ObjectMapper()
                .readTree(file)
                .get("password")
                .stringValue());
    }

    private static void xml(Path home) {
        File file = home.resolve("config.xml").toFile();
        Told.value("dom-attribute", () -> root(file).getAttribute("password"));
        Told.value(
                "dom-text",
                () -> root(file).getElementsByTagName("password").item(0).getTextContent());
        Told.value(
                "dom-cdata",
                () -> root(file).getElementsByTagName("cdata").item(0).getTextContent());
        Told.value("dom-reader", () -> {
            try (Reader reader = Files.newBufferedReader(file.toPath())) {
                return DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new org.xml.sax.InputSource(reader))
                        .getDocumentElement()
                        .getAttribute("password");
            }
        });
        Told.value("dom-string", () -> DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new org.xml.sax.InputSource(new StringReader(Files.readString(file.toPath()))))
                .getDocumentElement()
                .getAttribute("password"));
        Told.value("sax-attribute", () -> {
            String[] found = {null};
            SAXParserFactory.newInstance().newSAXParser().parse(file, new DefaultHandler() {
                @Override
                public void startElement(String uri, String local, String name, Attributes attributes) {
                    if (attributes.getValue("password") != null) {
                        found[0] = attributes.getValue("password");
                    }
                }
            });
            return found[0];
        });
        Told.value("stax-attribute", () -> {
            try (InputStream in = Files.newInputStream(file.toPath())) {
                XMLStreamReader reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
                while (reader.next() != XMLStreamConstants.START_ELEMENT) {}
                return reader.getAttributeValue(null, "password");
            }
        });
    }

    /** By its own name: on the class path it takes the place of the JDK's parser everywhere. */
    private static void woodstox(File file) {
        Told.value("woodstox-attribute", () -> {
            XMLStreamReader reader = new WstxInputFactory().createXMLStreamReader(new StreamSource(file));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {}
            return reader.getAttributeValue(null, "password");
        });
        Told.value("woodstox-reader", () -> {
            try (Reader in = Files.newBufferedReader(file.toPath())) {
                XMLStreamReader reader = new WstxInputFactory().createXMLStreamReader(in);
                while (reader.next() != XMLStreamConstants.START_ELEMENT) {}
                return reader.getAttributeValue(null, "password");
            }
        });
    }

    private static Element root(File file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file)
                .getDocumentElement();
    }

    private static void commonsConfiguration(Path home) {
        Told.value("commons-properties", () -> {
            PropertiesConfiguration read = new Configurations()
                    .properties(home.resolve("commons.properties").toFile());
            return read.getString("password");
        });
        Told.value("commons-page", () -> {
            PropertiesConfiguration read = new Configurations()
                    .properties(home.resolve("commons.properties").toFile());
            return read.getString("flyway.password");
        });
        Told.value("commons-absent", () -> {
            PropertiesConfiguration read = new Configurations()
                    .properties(home.resolve("commons.properties").toFile());
            return read.getString("absent");
        });
        for (String key : new String[] {"password", "pin", "absent"}) {
            Told.value("commons-ini" + (key.equals("password") ? "" : "-" + key), () -> new Configurations()
                    .ini(home.resolve("commons.ini").toFile())
                    .getString("db." + key));
        }
        Told.value("commons-xml", () -> {
            XMLConfiguration read =
                    new Configurations().xml(home.resolve("config.xml").toFile());
            return read.getString("password");
        });
    }
}
