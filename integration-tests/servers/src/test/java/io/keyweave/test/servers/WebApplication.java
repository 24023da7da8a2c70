package io.keyweave.test.servers;

import com.typesafe.config.Config;
import io.keyweave.test.Project;
import io.keyweave.test.servers.app.Show;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.yaml.snakeyaml.Yaml;

/** A war with {@link Show}: placeholders in its classes, in a library of its own, and in its descriptor. */
final class WebApplication {

    private static final String DESCRIPTOR =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <context-param>
                <param-name>kw.parameter</param-name><param-value>$&lt;kv:contoso/odd></param-value>
              </context-param>
              <servlet>
                <servlet-name>show</servlet-name>
                <servlet-class>io.keyweave.test.servers.app.Show</servlet-class>
              </servlet>
              <servlet-mapping><servlet-name>show</servlet-name><url-pattern>/show</url-pattern></servlet-mapping>
              <env-entry>
                <env-entry-name>kw/entry</env-entry-name>
                <env-entry-type>java.lang.String</env-entry-type>
                <env-entry-value>$&lt;kv:contoso/odd></env-entry-value>
              </env-entry>
              <env-entry>
                <env-entry-name>kw/bound</env-entry-name>
                <env-entry-type>java.lang.String</env-entry-type>
                <env-entry-value>what the server's own descriptor replaces</env-entry-value>
              </env-entry>
            </web-app>
            """;

    /** What is the same in every server: see {@link Show}. */
    static final String[] QUESTIONS = {"resource=kw.own", "yaml=own", "hocon=kw.library"};

    /** What is in {@code WEB-INF/web.xml}. */
    static final String[] OF_DESCRIPTOR = {"parameter=kw.parameter", "jndi=java:comp/env/kw/entry"};

    private WebApplication() {}

    /** Writes it, with further entries. */
    static void write(Path war, Map<String, String> more) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("WEB-INF/web.xml", bytes(DESCRIPTOR));
        entries.put("WEB-INF/classes/own.properties", bytes("kw.own=$<kv:contoso/odd>\n"));
        entries.put("WEB-INF/classes/own.yaml", bytes("own: $<kv:contoso/odd>\n"));
        more.forEach((name, text) -> entries.put(name, bytes(text)));
        try {
            entries.put("WEB-INF/classes/" + file(Show.class), classFile());
            entries.put(
                    "WEB-INF/lib/own.jar",
                    zip(Map.of("application.conf", bytes("kw { library = \"$<kv:contoso/odd>\" }\n"))));
            entries.put("WEB-INF/lib/config.jar", Files.readAllBytes(Project.placeOf(Config.class)));
            entries.put("WEB-INF/lib/snakeyaml.jar", Files.readAllBytes(Project.placeOf(Yaml.class)));
            Files.createDirectories(war.getParent());
            Files.write(war, zip(entries));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same as a directory. */
    static void writeUnpacked(Path directory, Map<String, String> more) {
        Path war = directory.resolveSibling("packed.war");
        write(war, more);
        ServerFiles.unpack(war, directory);
        try {
            Files.delete(war);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] classFile() throws IOException {
        try (InputStream in = Show.class.getClassLoader().getResourceAsStream(file(Show.class))) {
            if (in == null) {
                throw new IOException("no class file");
            }
            return in.readAllBytes();
        }
    }

    private static String file(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
