package io.keyweave.lambdas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes the lambdas of a jar's classes as classes: see {@link PlainLambdas}. The build runs it when it has made the jar. Same jar, same bytes. */
public final class WriteLambdas {

    private static final String CLASS = ".class";

    private WriteLambdas() {}

    /**
     * @param arguments the jar, which is replaced; then packages of the classes to change, with slashes: {@code a/b/} is one package, {@code a/b/**} also
     *     what is below it
     */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        List<String> packages = List.of(arguments).subList(1, arguments.length);
        Map<String, byte[]> items = new LinkedHashMap<>();
        Map<String, LocalDateTime> times = new HashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    items.put(entry.getName(), in.readAllBytes());
                }
                times.put(entry.getName(), entry.getTimeLocal());
            }
        }
        for (String item : List.copyOf(items.keySet())) {
            if (item.endsWith(CLASS) && packages.stream().anyMatch(each -> holds(each, item))) {
                for (String made : PlainLambdas.write(items, item.substring(0, item.length() - CLASS.length()))) {
                    times.put(made + CLASS, times.get(item));
                }
            }
        }
        Path written = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(written))) {
            for (Map.Entry<String, byte[]> item : items.entrySet()) {
                ZipEntry entry = new ZipEntry(item.getKey());
                entry.setTimeLocal(times.get(item.getKey()));
                out.putNextEntry(entry);
                out.write(item.getValue());
                out.closeEntry();
            }
        }
        Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean holds(String packages, String item) {
        return packages.endsWith("**")
                ? item.startsWith(packages.substring(0, packages.length() - 2))
                : item.startsWith(packages) && item.indexOf('/', packages.length()) < 0;
    }
}
