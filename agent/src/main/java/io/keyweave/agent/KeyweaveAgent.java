package io.keyweave.agent;

import io.keyweave.placeholder.AppServiceReference;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.module.ResolvedModule;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the agent ({@code -javaagent:}) and of its commands ({@code java -jar keyweave-agent.jar check}).
 *
 * <p>The law of this class: it lives in the application's class loader, so it is small, names no class but the JDK's, {@link Standby}, {@link IsolatedLoader} and
 * {@link EarlyLine}, keeps no reference to anything, never throws out of {@code premain}, and starts nothing that an
 * application may still want to configure in its {@code main}: no {@code java.util.logging}, no JMX, no default file system, no
 * default TLS context, no lambda. A JVM without a placeholder is never stopped; a JVM with one is never started half protected.
 */
public final class KeyweaveAgent {

    /** {@code EX_SOFTWARE}: the agent itself is broken and a placeholder would have reached the application. */
    private static final int BROKEN = 70;

    /** {@code EX_CONFIG}, as for everything that an operator has to change. */
    private static final int WRONG_JVM = 78;

    private static final int PLACEHOLDER = 2;

    /** What was probably meant as one, which is told by who knows more. */
    private static final int NEAR_MISS = 1;

    private static boolean started;

    private KeyweaveAgent() {}

    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        endIfTooOld();
        long begun = System.nanoTime();
        boolean needed = true;
        try {
            // First of all: what fails after it must not stop a JVM that has none.
            int found = Math.max(look(System.getProperties()), look(System.getenv()));
            needed = found == PLACEHOLDER;
            File jar = jar();
            String tool = tool(jar);
            if (tool != null) {
                if (needed && !tool.isEmpty()) {
                    EarlyLine.print(
                            "WARN",
                            "KW-1012",
                            "a placeholder is present and is not resolved, because "
                                    .concat(tool)
                                    .concat(" is a tool of the JDK."),
                            arguments);
                }
                return;
            }
            if (started) {
                EarlyLine.print(
                        "WARN",
                        "KW-1013",
                        "the agent is listed twice; the second one, settings included, does nothing. Remove it.",
                        arguments);
                return;
            }
            started = true;
            new Standby(jar, arguments, instrumentation, begun).begin(found > 0);
        } catch (Throwable thrown) {
            failed(thrown, needed, arguments);
        }
    }

    /** @param needed whether a placeholder would reach the application */
    static void failed(Throwable thrown, boolean needed, @Nullable String arguments) {
        Throwable failure = thrown;
        while (failure instanceof InvocationTargetException && failure.getCause() != null) {
            failure = failure.getCause();
        }
        EarlyLine.print(
                "ERROR",
                "KW-1110",
                "the agent could not start: " + failure
                        + (failure instanceof SecurityException
                                ? ". The security manager of this JVM is in the way: grant java.security.AllPermission to"
                                        + " the agent's jar in its policy file"
                                : "")
                        + (needed
                                ? ". A placeholder is present, or may be, so this JVM ends."
                                : ". The application runs without it."),
                arguments);
        if (needed) {
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    /** The commands {@code check}, {@code status}, {@code run} and {@code simulate}. */
    public static void main(String[] arguments) throws Exception {
        endIfTooOld();
        new IsolatedLoader(jar()).command(arguments);
    }

    /**
     * The jar has this class, and no other, in the format of Java 8. What runs before this uses nothing newer: an old JVM gets a line that says what to do, and
     * no {@code UnsupportedClassVersionError}. It ended with that, too.
     */
    private static void endIfTooOld() {
        // 61.0 is Java 17's.
        String format = System.getProperty("java.class.version", "");
        if (format.length() == 4 && format.compareTo("61") < 0) {
            System.err.println(Instant.now() + " ERROR KW-1111 keyweave: this JVM is Java "
                    + System.getProperty("java.version")
                    + ", and the agent needs 17 or newer. Start it with a newer JDK, or take the agent out of its command line, JAVA_TOOL_OPTIONS and"
                    + " JDK_JAVA_OPTIONS.");
            System.err.flush();
            Runtime.getRuntime().halt(WRONG_JVM);
        }
    }

    /** Taking a URI apart costs an idle JVM half a millisecond, which only a path with something escaped in it needs. */
    private static File jar() throws Exception {
        URL location = KeyweaveAgent.class.getProtectionDomain().getCodeSource().getLocation();
        String path = location.getPath();
        return path.indexOf('%') < 0 && location.getHost().isEmpty() ? new File(path) : new File(location.toURI());
    }

    /**
     * JAVA_TOOL_OPTIONS also reaches jcmd, javac, keytool, our own commands, and the {@code java -version} of a start script; a source file run
     * by {@code java X.java} counts as an application. Judged by what is really started: a class path tells nothing when a module is, and a name
     * that begins with {@code jdk.} is anybody's.
     *
     * @return the module of a tool, empty where nobody could read a placeholder, null when an application starts
     */
    private static @Nullable String tool(File jar) throws IOException {
        String command = System.getProperty("sun.java.command");
        // The JDK's launcher names what it starts, unless it only tells something; other launchers name neither.
        if (command == null && "SUN_STANDARD".equals(System.getProperty("sun.java.launcher"))) {
            return "";
        }
        String module = System.getProperty("jdk.module.main", "");
        if (!module.isEmpty()) {
            return (module.startsWith("jdk.") || module.startsWith("java."))
                            && !System.getProperty("jdk.module.main.class", "")
                                    .startsWith("com.sun.tools.javac.launcher.")
                            && isOfJdk(module)
                    ? module
                    : null;
        }
        String path = System.getProperty("java.class.path", "");
        // As the class loader does it, which found the jar by a relative path or a link.
        return command != null
                        && path.endsWith(".jar")
                        && path.indexOf(File.pathSeparatorChar) < 0
                        && (begins(command, path) || begins(command, KeyweaveAgent.class.getName()))
                        && new File(path).getCanonicalFile().equals(jar.getCanonicalFile())
                ? ""
                : null;
    }

    private static boolean begins(String command, String word) {
        return command.startsWith(word) && (command.length() == word.length() || command.charAt(word.length()) == ' ');
    }

    private static boolean isOfJdk(String module) {
        ResolvedModule found =
                ModuleLayer.boot().configuration().findModule(module).orElse(null);
        if (found == null) {
            return false;
        }
        URI place = found.reference().location().orElse(null);
        // An image made by jlink holds modules of an application, too, with versions of their own.
        return place != null
                && "jrt".equals(place.getScheme())
                && found.reference()
                        .descriptor()
                        .rawVersion()
                        .equals(Object.class.getModule().getDescriptor().rawVersion());
    }

    /** {@link #PLACEHOLDER}, {@link #NEAR_MISS}, or 0. */
    private static int look(Map<?, ?> texts) {
        int found = 0;
        for (Object value : texts.values()) {
            if (value instanceof String text) {
                if (text.contains("$<") || text.startsWith("@Microsoft.KeyVault(")) {
                    return PLACEHOLDER;
                }
                if (text.contains("$&lt;") || text.contains("${kv:") || appService(text)) {
                    found = NEAR_MISS;
                }
            }
        }
        return found;
    }

    private static boolean appService(String text) {
        int at = text.indexOf('@');
        return at >= 0
                && text.regionMatches(true, at, AppServiceReference.START, 0, AppServiceReference.START.length());
    }
}
