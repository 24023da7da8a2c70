package com.example.views;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Looks at itself as an operator's tools do, prints {@code name=secret}, {@code =placeholder} or {@code =nothing} for each, and what the application itself
 * sees. Argument: a file for JFR to write to.
 */
public final class ShowsItself {

    private static final String KEY = "db.password";
    private static final String PID = String.valueOf(ProcessHandle.current().pid());

    private ShowsItself() {}

    public static void main(String[] args) throws Exception {
        String secret = System.getProperty(KEY);
        Properties system = System.getProperties();
        Map<String, String> shown = new TreeMap<>();
        tools(shown, "");
        shown.put("-lvm of jps", run("jps", "-lvm"));
        shown.put("command line of jcmd", run("jcmd", PID, "VM.command_line"));
        shown.put("info of jcmd", run("jcmd", PID, "VM.info"));
        shown.put("ProcessHandle", ProcessHandle.current().info().toString());
        shown.put(
                "input arguments",
                ManagementFactory.getRuntimeMXBean().getInputArguments().toString());
        run("jcmd", PID, "JFR.dump", "name=1", "filename=" + args[0]);
        shown.put("events", run("jfr", "print", args[0]));
        shown.put("recording", Files.readString(Path.of(args[0]), StandardCharsets.ISO_8859_1));
        shown.put("child", output(new ProcessBuilder("env")));
        shown.put(
                "exec",
                output(Runtime.getRuntime()
                        .exec(new String[] {"env"}, null, Path.of("/").toFile())));

        System.setProperty("javax.net.ssl.keyStorePassword", secret);
        tools(shown, " of a copy");
        System.setProperties((Properties) system.clone());
        shown.put("clone", System.getProperty(KEY));
        tools(shown, " of a clone");
        System.setProperties(new Properties(system));
        shown.put("defaults", System.getProperty(KEY));
        tools(shown, " of defaults");
        Properties other = new Properties();
        other.putAll(system);
        other.setProperty("db.url", "jdbc:x?password=" + secret);
        System.setProperties(other);
        shown.put("putAll", System.getProperty(KEY));
        tools(shown, " of a putAll");

        shown.forEach((name, text) -> System.out.println(name + "=" + seen(text, secret)));
    }

    /** {@code jcmd} and its like print colons with a backslash. */
    private static String seen(String text, String secret) {
        boolean placeholder = text.replace("\\", "").contains("$<kv:contoso/db-password>");
        return text.contains(secret) ? "secret" : placeholder ? "placeholder" : "nothing";
    }

    private static void tools(Map<String, String> shown, String when) throws Exception {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        shown.put("RuntimeMXBean" + when, runtime.getSystemProperties().toString());
        shown.put("jcmd" + when, run("jcmd", PID, "VM.system_properties"));
        shown.put(
                "DiagnosticCommand" + when,
                String.valueOf(server.invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmSystemProperties",
                        new Object[0],
                        new String[0])));
        shown.put("jinfo" + when, run("jinfo", "-sysprops", PID));
    }

    private static String run(String tool, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", tool).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return output(new ProcessBuilder(command).redirectErrorStream(true));
    }

    private static String output(ProcessBuilder builder) throws IOException {
        return output(builder.start());
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
