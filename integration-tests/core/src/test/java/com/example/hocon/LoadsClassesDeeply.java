package com.example.hocon;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Has the class of HOCON that reads documents loaded with less and less of the stack left, each time in another class loader, and reads a file with it
 * afterwards.
 */
public final class LoadsClassesDeeply {

    private static final int STACK = 256 * 1024;
    private static final int MOST_LEFT = 700;

    private int depth;
    private boolean loaded;

    private LoadsClassesDeeply() {}

    /** @param args a jar of HOCON and a file with {@code db.password} */
    public static void main(String[] args) throws Exception {
        int secrets = 0;
        int literals = 0;
        boolean failed = false;
        for (int left = 10; left < MOST_LEFT; left += 15) {
            LoadsClassesDeeply deep = new LoadsClassesDeeply();
            URLClassLoader loader = loader(args[0]);
            int frames = left;
            Thread thread = new Thread(null, () -> deep.loadWith(frames, loader), "deep", STACK);
            thread.start();
            thread.join();
            failed |= !deep.loaded;
            if (String.valueOf(read(loader, args[1])).startsWith("$<")) {
                literals++;
            } else {
                secrets++;
            }
        }
        System.out.println("secrets=" + (secrets > 0));
        System.out.println("literals=" + literals);
        System.out.println("failed=" + failed);
    }

    private static URLClassLoader loader(String jar) throws MalformedURLException {
        return new URLClassLoader(new URL[] {Path.of(jar).toUri().toURL()}, ClassLoader.getPlatformClassLoader());
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

    private void measure() {
        depth++;
        measure();
    }

    private void descend(int frames, ClassLoader loader) {
        if (frames > 0) {
            descend(frames - 1, loader);
        } else {
            try {
                Class.forName("com.typesafe.config.impl.Parseable", false, loader);
                loaded = true;
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
