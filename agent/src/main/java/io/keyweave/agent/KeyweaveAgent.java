package io.keyweave.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the agent ({@code -javaagent:}) and of its commands ({@code java -jar keyweave-agent.jar check}).
 *
 * <p>The law of this class: it lives in the application's class loader, so it is small, names no class but the JDK's and
 * {@link IsolatedLoader}, keeps no reference to anything, never throws out of {@code premain}, and starts nothing that an
 * application may still want to configure in its {@code main}: no {@code java.util.logging}, no JMX, no default file system, no
 * default TLS context, no lambda. A JVM without a placeholder is never stopped; a JVM with one is never started half protected.
 */
public final class KeyweaveAgent {

    /** {@code EX_SOFTWARE}: the agent itself is broken and a placeholder would have reached the application. */
    private static final int BROKEN = 70;

    private static boolean started;

    private KeyweaveAgent() {}

    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        long begun = System.nanoTime();
        boolean needed = true;
        try {
            // First of all: what fails after it must not stop a JVM that has none.
            needed = holdsPlaceholder(System.getProperties()) || holdsPlaceholder(System.getenv());
            File jar = jar();
            if (isTool(jar)) {
                return;
            }
            if (started) {
                System.err.println(
                        "keyweave: the agent is listed twice; the second one, settings included, does nothing. Remove it.");
                return;
            }
            started = true;
            new IsolatedLoader(jar, begun).start(arguments, instrumentation, needed);
        } catch (Throwable thrown) {
            Throwable failure = thrown.getCause() == null ? thrown : thrown.getCause();
            System.err.println("keyweave: the agent could not start: " + failure
                    + (failure instanceof SecurityException
                            ? ". The security manager of this JVM stands in the way: grant java.security.AllPermission to"
                                    + " the agent's jar in its policy file"
                            : "")
                    + (needed
                            ? ". A placeholder is present, or may be, so this JVM ends."
                            : ". The application runs without it."));
            System.err.flush();
            if (needed) {
                Runtime.getRuntime().halt(BROKEN);
            }
        }
    }

    /** The commands {@code check}, {@code status} and {@code simulate}. */
    public static void main(String[] arguments) throws Exception {
        new IsolatedLoader(jar(), System.nanoTime()).command(arguments);
    }

    /** Taking a URI apart costs an idle JVM half a millisecond, which only a path with something escaped in it needs. */
    private static File jar() throws Exception {
        URL location = KeyweaveAgent.class.getProtectionDomain().getCodeSource().getLocation();
        String path = location.getPath();
        return path.indexOf('%') < 0 && location.getHost().isEmpty() ? new File(path) : new File(location.toURI());
    }

    /**
     * JAVA_TOOL_OPTIONS also reaches jcmd, javac, keytool, our own commands, and the {@code java -version} of a start script; a source file run
     * by {@code java X.java} counts.
     */
    private static boolean isTool(File jar) throws IOException {
        // The JDK's launcher names what it starts, unless it only tells something; other launchers name neither.
        if (System.getProperty("sun.java.command") == null
                && "SUN_STANDARD".equals(System.getProperty("sun.java.launcher"))) {
            return true;
        }
        String module = System.getProperty("jdk.module.main", "");
        if (module.startsWith("jdk.") || module.startsWith("java.")) {
            return !System.getProperty("jdk.module.main.class", "").startsWith("com.sun.tools.javac.launcher.");
        }
        String path = System.getProperty("java.class.path", "");
        // As the class loader does it, which found the jar by a relative path or a link.
        return path.endsWith(".jar")
                && path.indexOf(File.pathSeparatorChar) < 0
                && new File(path).getCanonicalFile().equals(jar.getCanonicalFile());
    }

    private static boolean holdsPlaceholder(Map<?, ?> texts) {
        for (Object value : texts.values()) {
            if (value instanceof String text && (text.contains("$<") || text.startsWith("@Microsoft.KeyVault("))) {
                return true;
            }
        }
        return false;
    }
}
