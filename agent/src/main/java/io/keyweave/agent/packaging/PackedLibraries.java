package io.keyweave.agent.packaging;

import io.keyweave.lambdas.PlainLambdas;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The content of all dependency jars as one index and one blob; the format is in {@code IsolatedLoader}. Multi-release jars are
 * flattened to what a JDK 17 would see, services files of one name are joined; licences and notices are in META-INF/THIRD-PARTY.txt.
 */
final class PackedLibraries {

    private static final int JAVA = 17;
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/(.+)");
    private static final Pattern LICENCE = Pattern.compile(
            "(META-INF/)?((license/)?([^/]*-)?(LICENSE|NOTICE)[^/]*|licenses/.+)", Pattern.CASE_INSENSITIVE);

    private final Map<String, byte[]> items = new TreeMap<>();
    private byte[] index = {};
    private byte[] first = {};
    private byte[] data = {};

    void add(Path jar) throws IOException {
        Map<String, byte[]> flat = new TreeMap<>();
        Map<String, Integer> versions = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = new ArrayList<>(Collections.list(zip.entries()));
            entries.sort(Comparator.comparing(ZipEntry::getName));
            for (ZipEntry entry : entries) {
                if (entry.isDirectory()) {
                    continue;
                }
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                String name = entry.getName();
                int version = 0;
                Matcher versioned = VERSIONED.matcher(name);
                if (versioned.matches()) {
                    version = Integer.parseInt(versioned.group(1));
                    name = versioned.group(2);
                }
                boolean notice = LICENCE.matcher(name).matches();
                if (!notice && version <= JAVA && Contents.kept(name) && version >= versions.getOrDefault(name, 0)) {
                    versions.put(name, version);
                    flat.put(name, bytes);
                }
            }
        }
        flat.forEach((name, bytes) -> join(jar, name, bytes));
    }

    private void join(Path jar, String name, byte[] bytes) {
        byte[] content = name.endsWith(".class") ? Contents.quiet(bytes) : bytes;
        byte[] known = items.get(name);
        if (known == null) {
            items.put(name, content);
        } else if (name.startsWith("META-INF/services/")) {
            items.put(name, Pack.concat(Pack.concat(known, new byte[] {'\n'}), content));
        } else if (!Arrays.equals(known, content)) {
            throw new IllegalStateException(jar + " and another jar hold different versions of " + name);
        }
    }

    void put(String name, byte[] bytes) {
        items.put(name, bytes);
    }

    /** Drops what nobody uses of a library. */
    void trim(String prefix) {
        items.keySet().removeAll(UsedClasses.unused(items, prefix));
    }

    /** Writes what the named module of the agent's classes holds, as {@code KeyweaveLoader} reads it. */
    void describeModule(String file) {
        items.put(file, ModuleDescription.of(items).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Takes classes out and puts them one behind the other: name and bytes, each behind its length. */
    byte[] take(List<String> classes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        for (String name : classes) {
            byte[] bytes = items.remove(name + ".class");
            if (bytes == null) {
                throw new IllegalStateException("IdleClasses names " + name + ", which is not there");
            }
            byte[] small = name.startsWith("net/bytebuddy/") ? Contents.withoutDebug(bytes) : bytes;
            out.writeUTF(name + ".class");
            out.writeInt(small.length);
            out.write(small);
        }
        return all.toByteArray();
    }

    /** Writes out the lambdas of these classes, and adds the new classes behind them. */
    List<String> withPlainLambdas(List<String> classes) {
        List<String> all = new ArrayList<>();
        for (String name : classes) {
            all.add(name);
            all.addAll(PlainLambdas.write(items, name));
        }
        return all;
    }

    /** Names the only implementation of a service, whatever the jars say. */
    void serve(String service, Class<?> implementation) {
        items.put("META-INF/services/" + service, implementation.getName().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sorted by hash for the index, by name in the blob: neighbours in a package stay neighbours on disk.
     *
     * @param early classes that are kept as they are, in this order; those that are not there do not matter
     */
    void pack(List<String> early) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        Map<String, Integer> rawOffsets = new HashMap<>();
        for (String name : early) {
            byte[] bytes = items.get(name + ".class");
            if (bytes != null && rawOffsets.put(name + ".class", raw.size()) == null) {
                raw.writeBytes(bytes);
            }
        }
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        List<int[]> rows = new ArrayList<>();
        int namesStart = Integer.BYTES + items.size() * 5 * Integer.BYTES;
        for (Map.Entry<String, byte[]> item : items.entrySet()) {
            Integer rawOffset = rawOffsets.get(item.getKey());
            byte[] packed = rawOffset == null ? deflate(item.getValue()) : new byte[0];
            byte[] name = latin(item.getKey());
            rows.add(new int[] {
                item.getKey().hashCode(),
                namesStart + names.size(),
                rawOffset == null ? blob.size() : rawOffset,
                packed.length,
                item.getValue().length
            });
            names.write(name.length >>> 8);
            names.write(name.length);
            names.writeBytes(name);
            blob.writeBytes(packed);
        }
        first = raw.toByteArray();
        rows.sort(Comparator.comparingInt(row -> row[0]));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream table = new DataOutputStream(all);
        table.writeInt(rows.size());
        for (int[] row : rows) {
            for (int value : row) {
                table.writeInt(value);
            }
        }
        names.writeTo(table);
        index = all.toByteArray();
        data = blob.toByteArray();
    }

    byte[] index() {
        return index;
    }

    byte[] first() {
        return first;
    }

    byte[] data() {
        return data;
    }

    private static byte[] latin(String name) {
        if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(name)) {
            throw new IllegalStateException("IsolatedLoader could not find " + name);
        }
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
