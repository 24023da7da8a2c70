package com.example.operator;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** An application that answers on standard input what its own JMX and logging look like, and sets its logging up when it is told to. */
public final class Watched {

    private Watched() {}

    public static void main(String[] args) throws IOException, JMException {
        System.out.println(
                "servers at start " + MBeanServerFactory.findMBeanServer(null).size());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("read")) {
                System.out.println("read " + (System.getProperty("db.password") != null));
            } else if (line.equals("beans")) {
                System.out.println("beans " + beans());
            } else if (line.equals("driver")) {
                System.out.println("driver " + driver());
            } else if (line.equals("log")) {
                LogManager.getLogManager();
                Logger.getLogger("").addHandler(new ReadingHandler());
                Logger.getLogger(Watched.class.getName()).info("an event of the application");
            } else if (line.equals("hooks")) {
                System.out.println("hooks " + hooks());
            } else if (line.equals("exit")) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> loadUntrusted("hook")));
                loadUntrusted("before");
                System.exit(0);
            } else if (line.equals("patches")) {
                System.out.println("patches " + patches());
            }
        }
    }

    /** Makes Keyweave tell something on the thread that calls. */
    private static void loadUntrusted(String key) {
        try (FileInputStream file = new FileInputStream(System.getProperty(key))) {
            new Properties().load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TreeSet<String> hooks() {
        TreeSet<String> hooks = new TreeSet<>();
        try {
            Field field = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
            field.setAccessible(true);
            for (Object hook : ((Map<?, ?>) field.get(null)).keySet()) {
                hooks.add(hook.getClass().getName() + " " + ((Thread) hook).getName());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return hooks;
    }

    /** Reads a secret for each record, as a handler does that logs in to send it; and fails for the end of an outage. */
    private static final class ReadingHandler extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getMessage().startsWith("KW-4103")) {
                throw new IllegalStateException("a handler that fails");
            }
            boolean read = !System.getProperty("db.password").startsWith("$<");
            System.out.println("logged " + read + " " + entry.getLevel() + " " + entry.getLoggerName() + " "
                    + entry.getSourceMethodName() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static TreeSet<String> beans() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        TreeSet<String> found = new TreeSet<>();
        for (ObjectName name : server.queryNames(new ObjectName("io.keyweave:*"), null)) {
            String detail =
                    switch (name.getKeyProperty("type")) {
                        case "Secret" ->
                            server.getAttribute(name, "LastOutcome") + " "
                                    + Arrays.toString((Object[]) server.getAttribute(name, "ReadBy"));
                        case "Totals" ->
                            server.getAttribute(name, "Secrets") + " secrets, " + server.getAttribute(name, "Health")
                                    + " at " + server.getAttribute(name, "HealthLevel") + ", rotations "
                                    + server.getAttribute(name, "Rotations");
                        case "SecretVersion" -> "served " + server.getAttribute(name, "Served");
                        default -> server.getAttribute(name, "InternalErrors") + " internal errors";
                    };
            found.add(name.getKeyPropertyListString() + ": " + detail);
        }
        return found;
    }

    private static String driver() {
        try {
            return Class.forName("org.postgresql.Driver").getName();
        } catch (ClassNotFoundException e) {
            return e.toString();
        }
    }

    /** Rows that are not waiting, the number of those that are, and errors. */
    private static String patches() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.keyweave:type=Patches");
        TreeSet<String> rows = new TreeSet<>();
        for (CompositeData patch : (CompositeData[]) server.getAttribute(name, "Patches")) {
            String state = (String) patch.get("state");
            if (!state.equals("waiting")) {
                rows.add(state + " " + patch.get("library") + " " + patch.get("className") + " "
                        + Arrays.toString((Object[]) patch.get("missingMethods")));
            }
        }
        return server.getAttribute(name, "Waiting") + " waiting, " + server.getAttribute(name, "NotMatched")
                + " not matched, errors " + ((TabularData) server.getAttribute(name, "InternalErrorCounts")).values()
                + " " + rows;
    }
}
