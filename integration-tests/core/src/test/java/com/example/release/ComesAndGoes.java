package com.example.release;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Loads the files named, one after another, reads all they say, overwrites a part, and lets them go but for the first. Prints how many objects of the
 * classes that hold a secret's value or a template there are with all of them, and how many remain.
 */
public final class ComesAndGoes {

    private static final List<String> CLASSES = List.of(
            "io.keyweave.Secret",
            "io.keyweave.store.StoredSecret",
            "io.keyweave.core.BoundTemplate",
            "io.keyweave.agent.views.Marker");
    private static final int FEW = 12;

    private ComesAndGoes() {}

    public static void main(String[] args) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Properties kept = load(args[0]);
        List<Properties> all = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            all.add(load(args[i]));
        }
        System.out.println("with all: " + most(server));
        // Their templates go by being overwritten, the others' with the object.
        Properties overwritten = all.get(0);
        for (String name : overwritten.stringPropertyNames()) {
            overwritten.setProperty(name, "plain");
        }
        all.clear();
        String left = "";
        for (int i = 0; i < 300; i++) {
            left = most(server) + " "
                    + server.queryNames(new ObjectName("io.keyweave:type=Secret,*"), null)
                            .size();
            if (Integer.parseInt(left.split(" ")[0]) < FEW && Integer.parseInt(left.split(" ")[1]) < FEW) {
                break;
            }
            Thread.sleep(200);
        }
        System.out.println("left: " + left);
        System.out.println("kept: " + kept.getProperty("kept") + " " + overwritten.size());
    }

    private static Properties load(String file) throws Exception {
        Properties loaded = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            loaded.load(in);
        }
        for (String name : loaded.stringPropertyNames()) {
            if (loaded.getProperty(name).startsWith("$<")) {
                throw new AssertionError(name);
            }
        }
        return loaded;
    }

    /** Of the class of which there are most, after a collection. */
    private static int most(MBeanServer server) throws Exception {
        String histogram = (String) server.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        int most = 0;
        for (String line : histogram.split("\n")) {
            String[] words = line.trim().split("\\s+");
            if (words.length >= 4 && CLASSES.contains(words[3])) {
                most = Math.max(most, Integer.parseInt(words[1]));
            }
        }
        return most;
    }
}
