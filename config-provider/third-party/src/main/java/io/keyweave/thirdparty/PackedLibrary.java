package io.keyweave.thirdparty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * One library that a jar packs.
 *
 * @param jar as it came from its repository
 * @param holder who the pom says made it, or {@code null}
 * @param licence as the pom names it
 */
record PackedLibrary(Path jar, String group, String artifact, String version, @Nullable String holder, String licence) {

    private static final Pattern NOTICE = Pattern.compile(
            "(META-INF/)?((license/)?([^/]*-)?(LICENSE|NOTICE|COPYING)[^/]*|licenses/.+)", Pattern.CASE_INSENSITIVE);

    private static final List<BundledLibrary> BUNDLED = List.of(new BundledLibrary(
            "com/azure/json/implementation/jackson/core/", "jackson-core", "FasterXML, LLC", "Apache-2.0"));

    /**
     * @param classes where they are in the jar
     * @param licence by its SPDX identifier
     */
    record BundledLibrary(String classes, String name, String holder, String licence) {}

    /** The licences and notices that the jar brings itself, by their names. */
    Map<String, String> notices() throws IOException {
        Map<String, String> notices = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries()).stream()
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .toList();
            for (ZipEntry entry : entries) {
                if (!entry.isDirectory() && NOTICE.matcher(entry.getName()).matches()) {
                    String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    notices.put(entry.getName(), text.replace("\r\n", "\n").strip());
                }
            }
        }
        return notices;
    }

    /** Libraries of others whose classes the jar holds, relocated and without a notice of theirs. */
    List<BundledLibrary> bundled() throws IOException {
        List<BundledLibrary> found = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (BundledLibrary library : BUNDLED) {
                if (zip.stream().anyMatch(entry -> entry.getName().startsWith(library.classes()))) {
                    found.add(library);
                }
            }
        }
        return found;
    }

    String coordinates() {
        return group + ":" + artifact + ":" + version;
    }
}
