package io.keyweave.test;

import io.keyweave.devvault.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The bill of materials inside a jar, to be compared with what the jar holds. */
public final class BillOfMaterials {

    private static final String SBOM = "META-INF/sbom/bom.cdx.json";
    private static final String NOTICES = "META-INF/THIRD-PARTY.txt";

    private record Library(String group, String name, String version, String licence, String sha256) {}

    private final List<Library> libraries = new ArrayList<>();
    private final String product;
    private final String notices;

    private BillOfMaterials(String json, String notices) {
        Map<String, Object> bom = Json.object(json);
        Map<?, ?> subject = object(object(bom.get("metadata")).get("component"));
        this.product = subject.get("name") + " " + subject.get("version");
        this.notices = notices;
        for (Object each : list(bom.getOrDefault("components", List.of()))) {
            Map<?, ?> component = object(each);
            Map<?, ?> hash = object(list(component.get("hashes")).get(0));
            Map<?, ?> licence =
                    object(object(list(component.get("licenses")).get(0)).get("license"));
            libraries.add(new Library(
                    String.valueOf(component.get("group")),
                    String.valueOf(component.get("name")),
                    String.valueOf(component.get("version")),
                    String.valueOf(licence.get("id")),
                    String.valueOf(hash.get("content"))));
        }
    }

    /** Of this jar. */
    public static BillOfMaterials of(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return new BillOfMaterials(text(zip, SBOM), text(zip, NOTICES));
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException(zip.getName() + " has no " + name);
        }
        return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Name and version of what it is about. */
    public String product() {
        return product;
    }

    /** How many libraries it lists. */
    public int size() {
        return libraries.size();
    }

    /**
     * What is wrong with it: a class of no library that it lists, a library that gave no class, another jar than the one whose hash it has,
     * a library without its licence in the notices.
     *
     * @param classes the class files of the jar that are not ours, by the names that they have in their libraries
     * @param directory where the build took the libraries from
     */
    public List<String> complaints(Set<String> classes, Path directory) throws IOException {
        List<String> complaints = new ArrayList<>();
        Set<String> left = new TreeSet<>(classes);
        for (Library library : libraries) {
            Path jar = directory.resolve(library.name() + "-" + library.version() + ".jar");
            if (!Files.exists(jar) || !sha256(jar).equals(library.sha256())) {
                complaints.add(jar.getFileName() + " is not the jar of the build");
                continue;
            }
            if (!left.removeAll(classesOf(jar))) {
                complaints.add(library.name() + " is listed, but none of its classes is packed");
            }
            String notice = library.group() + ":" + library.name() + ":" + library.version() + "\n";
            if (!notices.contains(notice) || !notices.contains("\nLicence " + library.licence() + "\n")) {
                complaints.add(library.name() + " or the text of its licence is not in " + NOTICES);
            }
        }
        left.stream().limit(5).forEach(name -> complaints.add(name + " is packed, but its library is not listed"));
        return complaints;
    }

    private static Set<String> classesOf(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
                    .filter(name -> name.endsWith(".class"))
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<?, ?> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException("an object is missing");
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("a list is missing");
    }
}
