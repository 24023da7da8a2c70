package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.idle.EmptyAgent;
import com.example.idle.LoadsBundle;
import com.example.idle.LoadsByName;
import com.example.idle.LoadsProperties;
import com.example.idle.LockingLoader;
import com.example.idle.SaysHello;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** A JVM without placeholders loads what {@code inst/idle} holds and none of the classes that cost it time or freedom. */
class IdlePathIT {

    /** What must not load, and why. */
    private static final List<String> BANNED = List.of(
            "java.util.logging.", // an application may set java.util.logging.manager in main
            "java.lang.System$Logger", // starts the same
            "javax.management.", // a JMX server nobody asked for
            "sun.management.",
            "javax.net.ssl.", // fixes TLS settings before main
            "sun.security.ssl.",
            "java.net.InetAddress", // fixes the IPv6 preference and the cache of names
            "java.util.regex.", // slow to start, and not needed
            "java.util.stream.",
            "java.lang.invoke.StringConcatFactory",
            "java.util.concurrent.ThreadPoolExecutor");

    @TempDir
    Path work;

    @EveryJdk
    void nothingUnexpectedLoads(Jdk jdk) throws IOException {
        Set<String> alone = loaded(jdk, ForkedJvm.on(jdk).agent(OtherAgent.jar(work, EmptyAgent.class), ""));
        Set<String> idle = loaded(jdk, ForkedJvm.on(jdk).agent(""));

        Set<String> expected = idleClasses();
        Set<String> ours = new LinkedHashSet<>();
        for (String name : idle) {
            if (name.equals("java.util.KeyweaveBridge")
                    || name.startsWith("net.bytebuddy.")
                    || name.equals("jdk.internal.loader.KeyweaveLoader")
                    || name.startsWith("io.keyweave.")
                            && !name.matches(
                                    "io\\.keyweave\\.agent\\.(KeyweaveAgent|(Standby|IsolatedLoader)(\\$.*)?)")) {
                ours.add(name);
            }
            for (String banned : BANNED) {
                assertTrue(!name.startsWith(banned) || alone.contains(name), name + " loads in an idle JVM");
            }
        }
        assertEquals(Set.of(), minus(ours, expected), "loaded, but not in inst/idle");
        // Needed only where there is something to tell.
        expected.remove("io.keyweave.agent.EarlyLine");
        assertEquals(Set.of(), minus(expected, ours), "in inst/idle, but not loaded");
        // Reflection, method handles and lambdas make the JVM generate classes; opening a package of the JDK does, too.
        long generated = generated(idle) - generated(alone);
        assertTrue(generated <= 0, () -> generated + " generated classes: " + minus(idle, alone));
    }

    @EveryJdk
    void nothingButTheWatchLoadsBeforeAClassThatMayReadOne(Jdk jdk) throws IOException {
        Set<String> idle = loaded(jdk, ForkedJvm.on(jdk).agent(""), SaysHello.class);

        assertEquals(
                Set.of(
                        "io.keyweave.agent.KeyweaveAgent",
                        "io.keyweave.agent.Standby",
                        "io.keyweave.agent.ReadingClasses"),
                idle.stream()
                        .filter(name -> name.startsWith("io.keyweave.")
                                || name.startsWith("net.bytebuddy.")
                                || name.contains("Keyweave"))
                        .collect(Collectors.toSet()));
    }

    /** Nothing is configured, and no class of the application names {@code Properties} as a class: a malformed placeholder shows the patch. */
    @EveryJdk
    void whoReadsAFileByOtherWaysMeetsThePatch(Jdk jdk) {
        for (Class<?> application : List.of(LoadsBundle.class, LoadsByName.class)) {
            String out = String.join(
                    "\n",
                    ForkedJvm.on(jdk)
                            .agent("")
                            .main(application)
                            .run()
                            .expect(0)
                            .out());

            assertTrue(out.startsWith("refused: "), out);
            assertTrue(out.contains("messages.properties"), out);
        }
    }

    /** Whoever loads a class holds the lock of such a loader, and the agent's own classes come of it, too. */
    @EveryJdk
    void aSystemClassLoaderThatLoadsOneClassAtATimeIsNotWaitedFor(Jdk jdk) {
        Outcome result = ForkedJvm.on(jdk)
                .agent("")
                .option("-Djava.system.class.loader=" + LockingLoader.class.getName())
                .main(LoadsBundle.class)
                .run()
                .expect(0);

        assertTrue(String.join("\n", result.out()).contains("refused: "), () -> result.out() + "\n" + result.err());
        assertTrue(!String.join("\n", result.err()).contains("not patched yet"), () -> "" + result.err());
    }

    private static long generated(Set<String> names) {
        return names.stream().filter(name -> name.contains("/0x")).count();
    }

    private Set<String> loaded(Jdk jdk, ForkedJvm jvm) throws IOException {
        return loaded(jdk, jvm, LoadsProperties.class);
    }

    private Set<String> loaded(Jdk jdk, ForkedJvm jvm, Class<?> application) throws IOException {
        Path log = Files.createTempFile(work, "classes", ".log");
        jvm.option("-Xlog:class+load:file=" + log).main(application).run().expect(0);
        Set<String> names = new LinkedHashSet<>();
        for (String line : Files.readAllLines(log)) {
            int source = line.indexOf(" source: ");
            if (source > 0) {
                names.add(line.substring(line.lastIndexOf(' ', source - 1) + 1, source));
            }
        }
        assertTrue(names.size() > 300, "classes logged on " + jdk);
        return names;
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static Set<String> idleClasses() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (JarFile jar = new JarFile(Project.agentJar().toFile());
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(
                        jar.getInputStream(jar.getEntry("inst/idle")).readAllBytes()))) {
            while (in.available() > 0) {
                String name = in.readUTF();
                names.add(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                in.skipBytes(in.readInt());
            }
        }
        return names;
    }
}
