package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.trust.PlugIn;
import com.example.trust.ReadsOperatorsFiles;
import com.example.trust.ReadsUploads;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Section 5: placeholders are honoured only where the operator wrote them. */
class TrustIT {

    private static final String STOLEN = "$<kv:contoso/stolen>";

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @BeforeEach
    void fill() {
        vault.put("stolen", "loot");
        vault.put("granted", "the-secret");
    }

    private ForkedJvm jvm(Jdk jdk, String... settings) {
        return contoso.jvm(jdk, settings).classPathOf(Config.class);
    }

    private Path write(String name, String text) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path zip(String name, String... entriesAndTexts) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < entriesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(entriesAndTexts[i]));
                out.write(entriesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
            // What makes it a plug-in.
            String type = "com/example/trust/PlugIn.class";
            out.putNextEntry(new ZipEntry(type));
            Files.copy(Project.placeOf(PlugIn.class).resolve(type), out);
        }
        return file;
    }

    private static String xml(String value) {
        return "<?xml version=\"1.0\"?><!DOCTYPE properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\">"
                + "<properties><entry key=\"a\">" + value.replace("<", "&lt;") + "</entry></properties>";
    }

    @EveryJdk
    void whatUsersSendResolvesNothingAsksNobodyAndWarnsOnce(Jdk jdk) throws IOException {
        write("uploads/upload.properties", "a=" + STOLEN + "\n");
        write("uploads/upload.conf", "a = \"" + STOLEN + "\"\n");
        write("uploads/upload.xml", xml(STOLEN));
        zip("uploads/upload.zip", "a.properties", "a=" + STOLEN + "\n", "a.conf", "a = \"" + STOLEN + "\"\n");
        Path trusted = write("conf/trusted.properties", "b=plain\n");
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/upload.conf", exchange -> {
            byte[] body = ("a = \"" + STOLEN + "\"\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        web.start();
        String url = "http://localhost:" + web.getAddress().getPort() + "/upload.conf";
        Outcome outcome;
        try {
            outcome = jvm(jdk, "trust=" + work.resolve("conf") + "/**")
                    .property("upload.url", url)
                    .main(ReadsUploads.class, work.resolve("uploads").toString(), trusted.toString())
                    .run()
                    .expect(0);
        } finally {
            web.stop(0);
        }

        assertTrue(outcome.out().size() >= 60, outcome.toString());
        for (String line : outcome.out()) {
            assertTrue(line.endsWith("=" + STOLEN), line);
        }
        assertEquals(List.of(), vault.requests(), "no request to the vault");
        assertEquals(List.of(), contoso.dev().tokenRequests(), "and none for a token");

        Set<String> origins = new HashSet<>();
        for (String line : outcome.err()) {
            assertTrue(line.contains(" read by com.example.trust.ReadsUploads"), line);
            assertTrue(line.contains("trust="), line);
            assertTrue(origins.add(line), "twice: " + line);
        }
        String warnings = outcome.errText();
        for (String origin : List.of(
                "java.io.ByteArrayInputStream,",
                "java.io.StringReader,",
                "setProperty(\"a\"),",
                "setProperty(\"user.input\"),",
                url + ",",
                "java.io.SequenceInputStream,",
                work + "/uploads/upload.properties,",
                work + "/uploads/upload.conf,",
                work + "/uploads/upload.xml,",
                "a.properties in " + work + "/uploads/upload.zip,")) {
            assertTrue(warnings.contains(origin), origin + "\n" + warnings);
        }
        assertTrue(warnings.contains("trust=class:com.example.trust.ReadsUploads"), warnings);
        assertTrue(warnings.contains("trust=" + work + "/uploads/upload.conf"), warnings);
        assertFalse(warnings.contains("failed inside the agent"), warnings);
    }

    @EveryJdk
    void whatTheOperatorWroteIsResolved(Jdk jdk) throws IOException {
        String properties = "a=$<kv:contoso/granted>\n";
        String conf = "a = \"$<kv:contoso/granted>\"\n";
        Path file = write("conf/a.properties", properties);
        write("conf/a.conf", conf);
        write("conf/a.xml", xml("$<kv:contoso/granted>"));
        Path mounted = write("mounted/..data/a.properties", properties);
        Path link = Files.createSymbolicLink(work.resolve("mounted/a.properties"), mounted);
        Path directory = write("classes/on-path.properties", properties).getParent();
        Path jar = zip("lib/app.jar", "in-jar.properties", properties, "in-jar.conf", conf);
        Path plugin = zip("plugins/plugin.jar", "plugin.properties", properties, "plugin.conf", conf);
        String trust = ",trust=" + work + "/conf/*;" + work + "/mounted/*.properties;class:"
                + "com.example.trust.ReadsOperatorsFiles$OwnReader";
        Outcome outcome = jvm(jdk, trust)
                .classPath(directory, jar)
                .main(
                        ReadsOperatorsFiles.class,
                        file.toString(),
                        link.toString(),
                        jar.toString(),
                        plugin.toString(),
                        directory.toString())
                .run()
                .expect(0);

        assertTrue(outcome.out().size() >= 17, outcome.toString());
        for (String line : outcome.out()) {
            assertTrue(line.endsWith("=the-secret"), line + "\n" + outcome);
        }
        assertEquals(List.of(), outcome.err());
        assertEquals(
                1,
                vault.requests().stream()
                        .filter(request -> request.status() == 200)
                        .count(),
                "one GET for all of it");
    }

    @EveryJdk
    void withoutTrustTheSameFilesStayText(Jdk jdk) throws IOException {
        Path file = write("conf/a.properties", "a=" + STOLEN + "\n");
        write("conf/a.conf", "a = \"" + STOLEN + "\"\n");
        write("conf/a.xml", xml(STOLEN));
        Path directory = write("classes/on-path.properties", "a=plain\n").getParent();
        Path jar = zip("lib/app.jar", "in-jar.properties", "a=plain\n", "in-jar.conf", "a = plain\n");
        Path plugin = zip("plugins/plugin.jar", "plugin.properties", "a=plain\n", "plugin.conf", "a = plain\n");
        Outcome outcome = jvm(jdk).classPath(directory, jar)
                .main(
                        ReadsOperatorsFiles.class,
                        file.toString(),
                        file.toString(),
                        jar.toString(),
                        plugin.toString(),
                        directory.toString())
                .run()
                .expect(0);
        assertTrue(outcome.outText().contains("stream=" + STOLEN), outcome.toString());
        assertTrue(outcome.outText().contains("bytes read by a trusted class=" + STOLEN), outcome.toString());
        assertFalse(outcome.outText().contains("loot"), outcome.toString());
        assertEquals(List.of(), vault.requests());
    }
}
