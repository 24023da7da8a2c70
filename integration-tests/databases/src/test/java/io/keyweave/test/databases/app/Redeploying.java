package io.keyweave.test.databases.app;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A container: deploys one web application twice, each time in a class loader of its own and on a thread of its own, drops it, and says whether its
 * class loader is gone. Arguments: the application's class, then its class path.
 */
public final class Redeploying {

    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    private Redeploying() {}

    public static void main(String[] arguments) throws Exception {
        URL[] classPath = new URL[arguments.length - 1];
        for (int i = 0; i < classPath.length; i++) {
            classPath[i] = Path.of(arguments[i + 1]).toUri().toURL();
        }
        for (int number = 1; number <= 2; number++) {
            WeakReference<ClassLoader> dropped = deploy(arguments[0], classPath, String.valueOf(number));
            System.out.println("application " + number + " is " + (collected(dropped) ? "gone" : "held"));
        }
    }

    private static WeakReference<ClassLoader> deploy(String name, URL[] classPath, String number) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Thread thread = new Thread(() -> run(loader, name, number));
            thread.setContextClassLoader(loader);
            thread.start();
            thread.join();
            return new WeakReference<>(loader);
        }
    }

    private static void run(ClassLoader loader, String name, String number) {
        try {
            loader.loadClass(name).getMethod("run", String.class).invoke(null, number);
        } catch (ReflectiveOperationException e) {
            e.printStackTrace();
        }
    }

    private static boolean collected(WeakReference<ClassLoader> loader) {
        long deadline = System.nanoTime() + PATIENCE;
        while (loader.get() != null && System.nanoTime() < deadline) {
            System.gc();
        }
        return loader.get() == null;
    }
}
