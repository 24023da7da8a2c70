package com.example.views;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks at one secret through everything that shows properties or environment, whenever a line comes in, and prints what it
 * sees, {@code name=value} a line, then {@code done}. Arguments: a trusted properties file, a trusted XML file.
 */
public final class EveryView {

    private static final String KEY = "db.password";
    private static final String VARIABLE = "DB_PASSWORD";

    private EveryView() {}

    public static void main(String[] args) throws Exception {
        Properties file = new Properties();
        try (InputStream in = new FileInputStream(args[0])) {
            file.load(in);
        }
        Properties reader = new Properties();
        try (BufferedReader in = Files.newBufferedReader(Path.of(args[0]))) {
            reader.load(in);
        }
        Properties xml = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(args[1]))) {
            xml.loadFromXML(in);
        }
        Properties resource = new Properties();
        try (InputStream in = EveryView.class.getResourceAsStream("/views.properties")) {
            resource.load(in);
        }
        Properties clone = (Properties) file.clone();
        Properties child = new Properties(file);
        Map<Object, Object> copy = new HashMap<>(file);
        Properties serialised = throughSerialisation(file);

        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (input.readLine() != null) {
            Map<String, Object> seen = new TreeMap<>();
            system(seen, System.getProperties());
            environment(seen, System.getenv());
            seen.put("load stream", file.getProperty(KEY));
            seen.put("load reader", reader.getProperty(KEY));
            seen.put("loadFromXML", xml.getProperty(KEY));
            seen.put("class path resource", resource.getProperty(KEY));
            seen.put("clone", clone.getProperty(KEY));
            seen.put("clone of clone", ((Properties) clone.clone()).get(KEY));
            seen.put("defaults chain", child.getProperty(KEY));
            seen.put("defaults names", child.stringPropertyNames().contains(KEY) ? child.getProperty(KEY) : null);
            seen.put("copy", copy.get(KEY));
            seen.put("copy by serialisation", serialised.getProperty(KEY));
            written(seen, file, child);
            tools(seen);
            seen.forEach((name, value) -> System.out.println(name + "=" + value));
            System.out.println("done");
        }
    }

    private static void system(Map<String, Object> seen, Properties system) {
        seen.put("System.getProperty", System.getProperty(KEY));
        seen.put("System.getProperty default", System.getProperty(KEY, null));
        seen.put("system get", system.get(KEY));
        seen.put("system getOrDefault", system.getOrDefault(KEY, null));
        seen.put(
                "system entrySet",
                system.entrySet().stream()
                        .filter(entry -> entry.getKey().equals(KEY))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null));
        Object value = system.get(KEY);
        seen.put("system values", value != null && system.values().contains(value) ? value : null);
        seen.put("system contains", value != null && system.containsValue(value) ? value : null);
        seen.put(
                "system elements",
                value != null && Collections.list(system.elements()).contains(value) ? value : null);
        seen.put("system keys", Collections.list(system.keys()).contains(KEY) ? value : null);
        seen.put("system keySet", system.keySet().contains(KEY) ? value : null);
        seen.put("system containsKey", system.containsKey(KEY) ? value : null);
        seen.put("system names", system.stringPropertyNames().contains(KEY) ? value : null);
        seen.put(
                "system propertyNames", Collections.list(system.propertyNames()).contains(KEY) ? value : null);
        Object[] each = {null};
        system.forEach((name, text) -> each[0] = KEY.equals(name) ? text : each[0]);
        seen.put("system forEach", each[0]);
        seen.put(
                "system stream",
                system.keySet().stream()
                        .filter(KEY::equals)
                        .map(system::get)
                        .findFirst()
                        .orElse(null));
        seen.put("system new HashMap", new HashMap<>(system).get(KEY));
        seen.put("system Map.copyOf", Map.copyOf(system).get(KEY));
        Properties target = new Properties();
        target.putAll(system);
        seen.put("system putAll", target.getProperty(KEY));
        seen.put("system clone", ((Properties) system.clone()).getProperty(KEY));
        seen.put("system embedded", System.getProperty("db.url"));
        seen.put("system escaped", System.getProperty("db.literal"));
        seen.put("system ordinary", System.getProperty("db.user"));
        seen.put("system app service", System.getProperty("db.app-service"));
    }

    private static void environment(Map<String, Object> seen, Map<String, String> all) {
        seen.put("System.getenv", System.getenv(VARIABLE));
        seen.put("getenv get", all.get(VARIABLE));
        seen.put(
                "getenv entrySet",
                all.entrySet().stream()
                        .filter(entry -> entry.getKey().equals(VARIABLE))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null));
        String value = all.get(VARIABLE);
        seen.put(
                "getenv values",
                all.values().stream()
                        .filter(text -> Objects.equals(text, value))
                        .findFirst()
                        .orElse(null));
        seen.put("getenv new HashMap", new HashMap<>(all).get(VARIABLE));
        seen.put("getenv Map.copyOf", Map.copyOf(all).get(VARIABLE));
        seen.put("getenv keySet", all.keySet().contains(VARIABLE) ? value : null);
        seen.put("getenv ordinary", System.getenv("DB_USER"));
    }

    private static void written(Map<String, Object> seen, Properties file, Properties child) throws IOException {
        StringWriter writer = new StringWriter();
        file.store(writer, null);
        seen.put("written store writer", line(writer.toString()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        file.store(bytes, "comment");
        seen.put("written store stream", line(bytes.toString(StandardCharsets.ISO_8859_1)));
        bytes.reset();
        file.storeToXML(bytes, null);
        seen.put("written XML", line(bytes.toString(StandardCharsets.UTF_8)));
        bytes.reset();
        file.list(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        seen.put("written list stream", line(bytes.toString(StandardCharsets.UTF_8)));
        writer = new StringWriter();
        child.list(new PrintWriter(writer, true));
        seen.put("written list of defaults", line(writer.toString()));
        seen.put("written toString", line(file.toString()));
        seen.put("written entries", line(file.entrySet().toString()));
        seen.put("written system", line(entries(System.getProperties().toString())));
        seen.put("written environment", line(entries(System.getenv().toString())));
        seen.put(
                "written environment entries",
                System.getenv().entrySet().stream()
                        .map(Object::toString)
                        .filter(entry -> entry.startsWith(VARIABLE + "="))
                        .collect(Collectors.joining("|")));
        String secret = System.getenv(VARIABLE);
        String values = System.getenv().values().toString();
        seen.put("written environment values", secret != null && values.contains(secret) ? "a secret" : "");
    }

    private static void tools(Map<String, Object> seen) throws IOException, InterruptedException {
        ProcessBuilder child = new ProcessBuilder("sh", "-c", "printenv " + VARIABLE);
        seen.put("child block", output(child));
        ProcessBuilder touched = new ProcessBuilder("sh", "-c", "printenv " + VARIABLE);
        touched.environment().put("OTHER", "x");
        seen.put("child environment()", touched.environment().get(VARIABLE));
        seen.put("child touched", output(touched));
        String pid = String.valueOf(ProcessHandle.current().pid());
        seen.put(
                "tool /proc",
                line(Files.readString(Path.of("/proc/self/environ")).replace('\0', '\n')));
        seen.put(
                "tool jcmd",
                line(output(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        pid,
                        "VM.system_properties"))));
        seen.put(
                "tool RuntimeMXBean",
                ManagementFactory.getRuntimeMXBean().getSystemProperties().get(KEY));
    }

    /** The line in which the secret or its placeholder stands. */
    private static String line(String text) {
        return text.lines()
                .filter(line -> line.contains(KEY) || line.contains(VARIABLE + "="))
                .filter(line -> !line.contains("TOOL_OPTIONS") && !line.contains("java.command"))
                .collect(Collectors.joining("|"));
    }

    private static String entries(String map) {
        return map.substring(1, map.length() - 1).replace(", ", "\n");
    }

    private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }

    private static Properties throughSerialisation(Properties properties) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(properties);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Properties) in.readObject();
        }
    }
}
