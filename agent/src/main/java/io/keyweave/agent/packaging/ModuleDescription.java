package io.keyweave.agent.packaging;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;

/** Packages and services of the one module that all packed classes are in. */
final class ModuleDescription {

    private static final String SERVICES = "META-INF/services/";

    private ModuleDescription() {}

    /** One line each: {@code package NAME}, {@code uses SERVICE}, {@code provides SERVICE IMPLEMENTATION}. */
    static String of(Map<String, byte[]> items) {
        TreeSet<String> lines = new TreeSet<>();
        items.forEach((name, bytes) -> {
            if (name.startsWith(SERVICES)) {
                String service = name.substring(SERVICES.length());
                lines.add("uses " + service);
                new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> items.containsKey(line.replace('.', '/') + ".class"))
                        .forEach(line -> lines.add("provides " + service + " " + line));
            } else if (name.endsWith(".class") && !name.startsWith("java/") && !name.startsWith("jdk/")) {
                String type =
                        name.substring(0, name.length() - ".class".length()).replace('/', '.');
                lines.add("package " + type.substring(0, type.lastIndexOf('.')));
                if (mayBeService(type)) {
                    lines.add("uses " + type);
                }
            }
        });
        return String.join("\n", lines) + "\n";
    }

    /** More than are asked for: which a library looks for is often an argument, and a name too many does nothing. */
    private static boolean mayBeService(String type) {
        return type.endsWith("Provider")
                || type.endsWith("Factory")
                || type.endsWith("Accessor")
                || type.endsWith("Module")
                || type.endsWith("Codec")
                || type.endsWith("Integration");
    }
}
