package io.keyweave.test;

import java.io.File;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A container in a JVM of its own: deploys web applications one after the other, each in a class loader and on a thread of its own, drops each when
 * its {@code main} is over, and says whether its class loader is {@code gone} or {@code held}. Arguments: pairs of an application's main class and
 * its class path. Knows the JDK only.
 */
public final class Redeploying {

    private static final long PATIENCE = Duration.ofSeconds(100).toNanos();

    /** In milliseconds: threads of an application that was closed take a moment to end. */
    private static final long STEP = 50;

    private Redeploying() {}

    /** The arguments for one application. */
    public static List<String> application(Class<?> main, Class<?>... libraries) {
        String classPath = Stream.concat(Stream.of(main), Stream.of(libraries))
                .map(Project::placeOf)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(main.getName(), classPath);
    }

    /**
     * What is said of an application that nothing holds.
     *
     * @param number counted from 1
     */
    public static String gone(int number) {
        return said(number) + "gone";
    }

    private static String said(int number) {
        return "application " + number + " is ";
    }

    /** Waits for what a running container says of an application, and fails unless that is {@link #gone}. */
    public static void expectGone(RunningJvm container, int number) {
        String said = container.awaitOut(line -> line.startsWith(said(number)), "the end of application " + number);
        if (!said.equals(gone(number))) {
            throw new AssertionError(said + "\n" + container);
        }
    }

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < arguments.length; i += 2) {
            ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();
            WeakReference<ClassLoader> dropped = deploy(arguments[i], arguments[i + 1], queue);
            int number = i / 2 + 1;
            System.out.println(collected(dropped, queue) ? gone(number) : said(number) + "held");
        }
    }

    private static WeakReference<ClassLoader> deploy(String main, String classPath, ReferenceQueue<ClassLoader> queue)
            throws Exception {
        try (URLClassLoader loader = new URLClassLoader(urls(classPath), ClassLoader.getPlatformClassLoader())) {
            Thread thread = new Thread(() -> run(loader, main));
            thread.setContextClassLoader(loader);
            thread.start();
            thread.join();
            return new WeakReference<>(loader, queue);
        }
    }

    private static URL[] urls(String classPath) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String place : classPath.split(File.pathSeparator, -1)) {
            urls.add(Path.of(place).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static void run(ClassLoader loader, String main) {
        try {
            loader.loadClass(main).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } catch (ReflectiveOperationException e) {
            e.printStackTrace();
        }
    }

    private static boolean collected(WeakReference<ClassLoader> loader, ReferenceQueue<ClassLoader> queue)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        Object enqueued = null;
        while (enqueued != loader && System.nanoTime() < deadline) {
            System.gc();
            enqueued = queue.remove(STEP);
        }
        return enqueued == loader;
    }
}
