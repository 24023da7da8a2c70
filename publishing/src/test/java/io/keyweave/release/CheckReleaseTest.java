package io.keyweave.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule, broken once in a folder that keeps all of them. */
class CheckReleaseTest {
    private static final String DESCRIBED = "<name>n</name><description>d</description><url>u</url>"
            + "<licenses><license><name>Apache-2.0</name><url>u</url></license></licenses>"
            + "<developers><developer><name>n</name><organization>o</organization></developer></developers>"
            + "<scm><connection>c</connection><developerConnection>c</developerConnection><url>u</url></scm>";

    @TempDir
    Path repository;

    private Path agent;

    @BeforeEach
    void aReleaseThatKeepsTheRules() throws IOException {
        agent = repository.resolve("io/keyweave/keyweave-agent/1.0");
        publish(
                "keyweave-bom",
                ".pom",
                pom(
                        "keyweave-bom",
                        DESCRIBED + "<packaging>pom</packaging><dependencyManagement><dependencies>"
                                + "<dependency><groupId>io.keyweave</groupId><artifactId>keyweave-agent</artifactId>"
                                + "<version>1.0</version></dependency></dependencies></dependencyManagement>"));
        publish("keyweave-agent", ".pom", pom("keyweave-agent", DESCRIBED));
        for (String file : List.of("-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
            publish("keyweave-agent", file, file.getBytes(StandardCharsets.UTF_8));
        }
        publish("keyweave-agent", ".jar", jar("1.0"));
    }

    @Test
    void allIsWell() throws IOException {
        assertEquals(List.of(), check());
    }

    @Test
    void eachElementOfAPomIsAskedFor() throws IOException {
        for (String element : List.of("name", "description", "url", "licenses", "developers", "scm")) {
            String without = DESCRIBED.replaceFirst("<" + element + ">.*</" + element + ">", "");
            if (element.equals("name") || element.equals("url")) {
                without = DESCRIBED.replaceFirst("<" + element + ">.</" + element + ">", "");
            }
            publish("keyweave-agent", ".pom", pom("keyweave-agent", without));
            assertTrue(check().toString().contains("keyweave-agent has no " + element), element + ": " + check());
        }
    }

    @Test
    void snapshotsAndParentsAreRefused() throws IOException {
        publish(
                "keyweave-agent",
                ".pom",
                pom(
                        "keyweave-agent",
                        DESCRIBED
                                + "<parent><groupId>g</groupId><artifactId>a</artifactId><version>1</version></parent>"
                                + "<dependencies><dependency><groupId>g</groupId><artifactId>b</artifactId>"
                                + "<version>2-SNAPSHOT</version></dependency></dependencies>"));
        assertEquals(
                List.of(
                        "keyweave-agent has a parent, which is not published",
                        "keyweave-agent dependency g:b:jar has no fixed version: 2-SNAPSHOT"),
                check());
    }

    @Test
    void filesThatAreMissingAreNamed() throws IOException {
        for (String file : List.of("-sources.jar", "-javadoc.jar", "-cyclonedx.json", ".jar")) {
            Path missing = agent.resolve("keyweave-agent-1.0" + file);
            byte[] kept = Files.readAllBytes(missing);
            Files.delete(missing);
            assertTrue(
                    check().contains(repository.relativize(missing) + " is missing"),
                    () -> missing + " was not missed");
            Files.write(missing, kept);
        }
        Files.delete(agent.resolve("keyweave-agent-1.0.jar.asc"));
        Files.delete(agent.resolve("keyweave-agent-1.0.jar.sha1"));
        assertEquals(2, check().size(), () -> "signature and checksum");
    }

    @Test
    void aChecksumOfOtherBytesIsTold() throws IOException {
        Files.write(agent.resolve("keyweave-agent-1.0-sources.jar"), new byte[] {1});
        assertEquals(4, check().size());
    }

    @Test
    void theJarSaysItsVersion() throws IOException {
        publish("keyweave-agent", ".jar", jar("1.0-SNAPSHOT"));
        assertEquals(List.of("keyweave-agent has Implementation-Version 1.0-SNAPSHOT in its manifest"), check());
    }

    @Test
    void whatTheListLacksIsTold() throws IOException {
        publish("keyweave-other", ".pom", pom("keyweave-other", DESCRIBED + "<packaging>pom</packaging>"));
        assertEquals(1, check().size());
    }

    private List<String> check() throws IOException {
        return new CheckRelease(repository, "1.0").check();
    }

    private static byte[] pom(String name, String rest) {
        return ("<project><modelVersion>4.0.0</modelVersion><groupId>io.keyweave</groupId><artifactId>" + name
                        + "</artifactId><version>1.0</version>" + rest + "</project>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] jar(String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry("A.class"));
            jar.putNextEntry(new ZipEntry("META-INF/LICENSE"));
        }
        return bytes.toByteArray();
    }

    private void publish(String name, String suffix, byte[] bytes) throws IOException {
        Path file = repository.resolve("io/keyweave/" + name + "/1.0/" + name + "-1.0" + suffix);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.writeString(Path.of(file + ".asc"), "signature");
        for (Map.Entry<String, String> sum : Map.of(
                        "md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512")
                .entrySet()) {
            try {
                byte[] digest = MessageDigest.getInstance(sum.getValue()).digest(bytes);
                Files.writeString(
                        Path.of(file + "." + sum.getKey()), HexFormat.of().formatHex(digest));
            } catch (GeneralSecurityException absent) {
                throw new IOException(absent);
            }
        }
    }
}
