package io.keyweave.release;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;

/**
 * Checks a folder that is laid out as a Maven repository by the rules of Maven Central, and that it holds what the bill of materials
 * lists. Signatures are verified by {@code ./release} itself, with GnuPG.
 */
public final class CheckRelease {
    private static final Map<String, String> CHECKSUMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    private final Path repository;
    private final String version;
    private final List<String> wrong = new ArrayList<>();
    private int files;

    CheckRelease(Path repository, String version) {
        this.repository = repository;
        this.version = version;
    }

    /**
     * @param arguments the folder and the version
     * @throws IOException if the folder cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        List<String> wrong = new CheckRelease(Path.of(arguments[0]), arguments[1]).check();
        PrintStream out = wrong.isEmpty() ? System.out : System.err;
        wrong.forEach(out::println);
        out.println(
                wrong.isEmpty() ? "Every artifact keeps the rules of Maven Central." : wrong.size() + " rules broken.");
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    List<String> check() throws IOException {
        Set<String> listed = new TreeSet<>();
        Path bom = artifact("keyweave-bom", "", "pom");
        if (!Files.isRegularFile(bom)) {
            return List.of(bom + " is missing");
        }
        Model list = PomRules.read(bom);
        for (Dependency dependency : list.getDependencyManagement().getDependencies()) {
            listed.add(dependency.getArtifactId());
            String classifier = dependency.getClassifier() == null ? "" : "-" + dependency.getClassifier();
            present(artifact(dependency.getArtifactId(), classifier, dependency.getType()));
            if (!dependency.getGroupId().equals("io.keyweave") || !version.equals(dependency.getVersion())) {
                wrong.add("keyweave-bom lists " + dependency);
            }
        }
        listed.add("keyweave-bom");
        Set<String> published = new TreeSet<>();
        try (Stream<Path> folders = Files.list(repository.resolve("io/keyweave"))) {
            folders.forEach(folder -> published.add(folder.getFileName().toString()));
        }
        if (!published.equals(listed)) {
            wrong.add("the bill of materials lists " + listed + ", the folder holds " + published);
        }
        for (String name : published) {
            pom(name);
        }
        try (Stream<Path> all = Files.walk(repository)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                file(file);
            }
        }
        if (files == 0) {
            wrong.add("no file was checked");
        }
        return wrong;
    }

    private void pom(String name) throws IOException {
        Path file = artifact(name, "", "pom");
        if (!present(file)) {
            return;
        }
        Model pom = PomRules.read(file);
        PomRules.published(pom).forEach(sentence -> wrong.add(name + " " + sentence));
        if (!name.equals(pom.getArtifactId())
                || !version.equals(pom.getVersion())
                || !"io.keyweave".equals(pom.getGroupId())) {
            wrong.add(file + " is the pom of " + pom.getId());
        }
        if (pom.getPackaging().equals("pom")) {
            return;
        }
        present(artifact(name, "-sources", "jar"));
        present(artifact(name, "-javadoc", "jar"));
        present(artifact(name, "-cyclonedx", "json"));
        Path jar = artifact(name, "", "jar");
        if (present(jar)) {
            jar(name, jar);
        }
    }

    private void jar(String name, Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String said = manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
            if (!version.equals(said)) {
                wrong.add(name + " has Implementation-Version " + said + " in its manifest");
            }
            if (jar.stream().map(ZipEntry::getName).noneMatch(entry -> entry.endsWith(".class"))) {
                wrong.add(name + " holds no class");
            }
            if (jar.getEntry("META-INF/LICENSE") == null && jar.getEntry("META-INF/THIRD-PARTY.txt") == null) {
                wrong.add(name + " holds neither META-INF/LICENSE nor META-INF/THIRD-PARTY.txt");
            }
        }
    }

    private void file(Path file) throws IOException {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1);
        if (name.startsWith("maven-metadata.xml") || CHECKSUMS.containsKey(extension)) {
            return;
        }
        if (name.contains("SNAPSHOT")) {
            wrong.add(file + " is a snapshot");
        }
        files++;
        boolean signature = extension.equals("asc");
        if (!signature) {
            present(file.resolveSibling(name + ".asc"));
        }
        for (Map.Entry<String, String> algorithm : CHECKSUMS.entrySet()) {
            Path sum = file.resolveSibling(name + "." + algorithm.getKey());
            // Central asks for no checksum of a signature.
            if (Files.exists(sum) || !signature) {
                checksum(file, sum, algorithm.getValue());
            }
        }
    }

    private void checksum(Path file, Path sum, String algorithm) throws IOException {
        if (!present(sum)) {
            return;
        }
        String expected;
        try {
            expected = HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IOException(absent);
        }
        if (!Files.readString(sum, StandardCharsets.US_ASCII).strip().equals(expected)) {
            wrong.add(sum + " is not the checksum of its file");
        }
    }

    private boolean present(Path file) {
        boolean there = Files.isRegularFile(file);
        if (!there) {
            wrong.add(repository.relativize(file) + " is missing");
        }
        return there;
    }

    private Path artifact(String name, String classifier, String extension) {
        return repository
                .resolve("io/keyweave")
                .resolve(name)
                .resolve(version)
                .resolve(name + "-" + version + classifier + "." + extension);
    }
}
