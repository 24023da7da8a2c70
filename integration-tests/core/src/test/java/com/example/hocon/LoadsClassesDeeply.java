package com.example.hocon;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;

/**
 * Has a class that reads documents loaded at the end of the stack, and reads a file with it afterwards: once that of the JDK's XML parser, and with more
 * and more of the stack left that of HOCON, each time in another class loader.
 */
public final class LoadsClassesDeeply {

    private static final int STACK = 256 * 1024;

    /** Steps after which there has been enough of the stack for a while. */
    private static final int ENOUGH = 5;

    private final String className;
    private int depth;
    private boolean loaded;

    private LoadsClassesDeeply(String className) {
        this.className = className;
    }

    /** @param args a jar of HOCON, a file with {@code db.password}, and one of XML */
    public static void main(String[] args) throws Exception {
        xml(args[2]);
        Map<String, byte[]> classes = classes(args[0]);
        attempts(classes, args[1], false);
        attempts(classes, args[1], true);
    }

    /** The first attempt that has stack enough for the JVM has too little for an agent. */
    private static void xml(String file) throws Exception {
        String parser = "com.sun.org.apache.xerces.internal.";
        Class.forName(parser + "xni.parser.XMLComponent", false, null);
        Class.forName(parser + "xni.parser.XMLEntityResolver", false, null);
        LoadsClassesDeeply deep = new LoadsClassesDeeply(parser + "impl.XMLEntityManager");
        for (int left = 1; !deep.loaded; left++) {
            int frames = left;
            Thread thread = new Thread(null, () -> deep.loadWith(frames, null), "deep", STACK);
            thread.start();
            thread.join();
        }
        String text = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File(file))
                .getDocumentElement()
                .getTextContent();
        System.out.println("XML is the secret=" + !text.startsWith("$<"));
    }

    /** @param known whether what the class extends is loaded already: the JVM defines it with less of the stack then, and cannot ask an agent */
    private static void attempts(Map<String, byte[]> classes, String file, boolean known) throws Exception {
        int secrets = 0;
        int literals = 0;
        boolean failed = false;
        for (int left = 1; secrets < ENOUGH; left += 3) {
            LoadsClassesDeeply deep = new LoadsClassesDeeply("com.typesafe.config.impl.Parseable");
            ClassLoader loader = new InMemory(classes);
            if (known) {
                Class.forName("com.typesafe.config.ConfigParseable", false, loader);
            }
            int frames = left;
            Thread thread = new Thread(null, () -> deep.loadWith(frames, loader), "deep", STACK);
            thread.start();
            thread.join();
            if (!deep.loaded) {
                failed = true;
                continue;
            }
            try {
                if (String.valueOf(read(loader, file)).startsWith("$<")) {
                    literals++;
                } else {
                    secrets++;
                }
            } catch (ReflectiveOperationException | LinkageError refused) {
                failed = true;
            }
        }
        System.out.println("secrets=" + (secrets > 0));
        System.out.println("literals=" + literals);
        System.out.println("failed=" + failed);
    }

    private static Map<String, byte[]> classes(String jar) throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().endsWith(".class")) {
                    String name = entry.getName().substring(0, entry.getName().length() - 6);
                    classes.put(
                            name.replace('/', '.'), file.getInputStream(entry).readAllBytes());
                }
            }
        }
        return classes;
    }

    /** Defines a class with next to no stack of its own. */
    private static final class InMemory extends ClassLoader {

        private final Map<String, byte[]> classes;

        InMemory(Map<String, byte[]> classes) {
            super(ClassLoader.getPlatformClassLoader());
            this.classes = classes;
        }

        @Override
        protected synchronized Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static Object read(ClassLoader loader, String file) throws Exception {
        Object config = loader.loadClass("com.typesafe.config.ConfigFactory")
                .getMethod("parseFile", File.class)
                .invoke(null, new File(file));
        return loader.loadClass("com.typesafe.config.Config")
                .getMethod("getString", String.class)
                .invoke(config, "db.password");
    }

    private void loadWith(int framesLeft, ClassLoader loader) {
        depth = 0;
        try {
            measure();
        } catch (StackOverflowError end) {
            depth -= framesLeft;
        }
        try {
            descend(depth, loader);
        } catch (StackOverflowError | LinkageError end) {
            loaded = false;
        }
    }

    @SuppressWarnings("InfiniteRecursion") // the end of the stack is what it looks for
    private void measure() {
        depth++;
        measure();
    }

    private void descend(int frames, ClassLoader loader) {
        if (frames > 0) {
            descend(frames - 1, loader);
        } else {
            try {
                Class.forName(className, false, loader);
                loaded = true;
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
