package io.keyweave.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.Type;

/**
 * Weaves every method of some thousand classes of the JDK it runs on and of the jars in its arguments, and has the JVM verify each of
 * them. Prints how many; ends with 1 when one is refused.
 */
public final class WeaveEverything {

    /** Modules with many classes outside {@code java.*}, which alone may be defined by a loader of ours. */
    private static final List<String> MODULES =
            List.of("jdk.compiler", "java.xml", "jdk.jshell", "jdk.jdeps", "java.naming");

    private WeaveEverything() {}

    public static void main(String[] jars) throws IOException {
        int classes = 0;
        int methods = 0;
        for (String module : MODULES) {
            Patched woven = new Patched();
            Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    woven.add(root.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
            classes += woven.verify();
            methods += woven.methods;
        }
        Patched woven = new Patched();
        for (String name : jars) {
            try (JarFile jar = new JarFile(name)) {
                for (JarEntry entry : jar.stream().toList()) {
                    if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            woven.add(entry.getName(), in.readAllBytes());
                        }
                    }
                }
            }
        }
        classes += woven.verify();
        methods += woven.methods;
        System.out.println("verified " + classes + " classes with " + methods + " patched methods");
    }

    /** Defines patched classes first and asks its parent for the rest. */
    static final class Patched extends ClassLoader {
        private final Map<String, byte[]> classFiles = new HashMap<>();
        private int methods;

        Patched() {
            super(WeaveEverything.class.getClassLoader());
        }

        void add(String entry, byte[] classFile) {
            String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
            if (!name.startsWith("java.") && !name.endsWith("-info")) {
                classFiles.put(name, classFile);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                byte[] classFile = loaded == null ? classFiles.get(name) : null;
                if (classFile == null) {
                    return loaded != null ? loaded : super.loadClass(name, resolve);
                }
                byte[] woven =
                        Weaver.weave(classFile, "io/keyweave/agent/instrument/WeaverBridge", new Weaver.Choice() {
                            @Override
                            public int hook(String method, String descriptor) {
                                methods++;
                                return methods % 32_768;
                            }

                            /** Of every second method that has one. */
                            @Override
                            public int exchangedArgument(String method, String descriptor) {
                                boolean chosen = method.charAt(0) != '<' && methods % 2 == 0;
                                return chosen ? lastReference(Type.getArgumentTypes(descriptor)) : -1;
                            }
                        });
                byte[] bytes = woven == null ? classFile : woven;
                return defineClass(name, bytes, 0, bytes.length);
            }
        }

        private static int lastReference(Type[] arguments) {
            int last = arguments.length - 1;
            while (last >= 0 && arguments[last].getSort() < Type.ARRAY) {
                last--;
            }
            return last;
        }

        /** Links every class, which verifies it; what it refers to may be missing, as it may without weaving. */
        int verify() {
            int verified = 0;
            for (String name : classFiles.keySet()) {
                try {
                    verified += loadClass(name).getDeclaredMethods().length > 0 ? 1 : 0;
                } catch (NoClassDefFoundError | ClassNotFoundException | IllegalAccessError missing) {
                    // An optional dependency, or a superclass in a package that only its module sees.
                } catch (VerifyError | ClassFormatError broken) {
                    throw new AssertionError(name + " was patched into something the JVM refuses", broken);
                }
            }
            return verified;
        }
    }
}
