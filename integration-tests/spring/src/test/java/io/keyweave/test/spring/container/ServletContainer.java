package io.keyweave.test.spring.container;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.startup.HostConfig;
import org.apache.catalina.startup.Tomcat;

/**
 * Tomcat, as it is installed: what lies in {@code webapps} of its directory, the only argument, is deployed. {@code undeploy} takes the application at the
 * root away and answers whether its class loader is {@code gone} or {@code held}; {@code markers} answers how many texts the agent has for placeholders,
 * {@code no markers} whether they all went. Ends with its input.
 */
public final class ServletContainer {

    private static final long PATIENCE = Duration.ofSeconds(100).toNanos();

    /** In milliseconds: threads of an application that was closed take a moment to end, and a collection costs. */
    private static final long STEP = 100;

    private ServletContainer() {}

    public static void main(String[] arguments) throws Exception {
        // As an installed Tomcat does by its catalina.properties: it does not search libraries for annotations and tag
        // libraries.
        System.setProperty("tomcat.util.scan.StandardJarScanFilter.jarsToSkip", "*.jar");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[0]);
        tomcat.setPort(0);
        tomcat.getHost().addLifecycleListener(new HostConfig());
        tomcat.getConnector();
        tomcat.start();
        System.out.println("port=" + tomcat.getConnector().getLocalPort());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("undeploy")) {
                System.out.println("=" + (collected(undeploy(tomcat)) ? "gone" : "held"));
            } else if (command.equals("markers")) {
                System.out.println("=" + markers());
            } else if (command.equals("no markers")) {
                long deadline = System.nanoTime() + PATIENCE;
                while (markers() > 0 && System.nanoTime() < deadline) {
                    Thread.sleep(STEP);
                }
                System.out.println("=" + markers());
            }
        }
        tomcat.stop();
        System.exit(0);
    }

    /** In the JVM's own histogram of the heap, after a collection. */
    private static int markers() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        for (String line : histogram.split("\n")) {
            String[] words = line.trim().split("\\s+");
            if (words.length >= 4 && words[3].startsWith("io.keyweave.agent.patch.spring.SpringMarkers$SpringMarker")) {
                return Integer.parseInt(words[1]);
            }
        }
        return 0;
    }

    private static WeakReference<ClassLoader> undeploy(Tomcat tomcat) {
        Context root = (Context) tomcat.getHost().findChild("");
        WeakReference<ClassLoader> loader = new WeakReference<>(root.getLoader().getClassLoader());
        tomcat.getHost().removeChild(root);
        takeThePlaceOfRecords();
        return loader;
    }

    /**
     * Before JDK 18 the method handles by which records compare, hash and show their components remember the last type they were adapted to, and with
     * it the application whose record that was (<a href="https://bugs.openjdk.org/browse/JDK-8078641">JDK-8078641</a>). It is ours from now on.
     */
    private static void takeThePlaceOfRecords() {
        record Own(Deployment component) {}
        Own own = new Own(new Deployment());
        if (!own.equals(new Own(new Deployment()))
                && own.hashCode() == own.toString().hashCode()) {
            System.out.println(own);
        }
    }

    private static final class Deployment {}

    private static boolean collected(WeakReference<ClassLoader> loader) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        while (loader.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(STEP);
        }
        return loader.get() == null;
    }
}
