package io.keyweave.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class ReadingClassesTest {

    /** Reads a file. */
    static final class Loads {
        static void load(InputStream in) throws IOException {
            new Properties().load(in);
        }
    }

    /** Reads one. */
    static final class Reads {
        static String one() {
            return System.getProperty("a");
        }
    }

    @Test
    void tellsAClassThatMayReadFromOneThatMayNot() throws IOException {
        assertTrue(contains(Loads.class));
        assertFalse(contains(Reads.class));
        assertFalse(contains(Object.class));
    }

    private static boolean contains(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/');
        try (InputStream in = type.getResourceAsStream("/" + name + ".class")) {
            return ReadingClasses.contains(name, false, in.readAllBytes());
        }
    }

    @Test
    void namesTheClassesOfThisJdkThatLoadProperties() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Module module : ModuleLayer.boot().modules()) {
            if (module.getClassLoader() == null) {
                Path classes = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module.getName());
                try (Stream<Path> files = Files.walk(classes)) {
                    for (Path file : (Iterable<Path>)
                            files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                        String name = classes.relativize(file).toString().replace(".class", "");
                        if (loads(Files.readAllBytes(file)) && !ReadingClasses.isReaderOfJdk(name)) {
                            missing.add(name);
                        }
                    }
                }
            }
        }
        // Themselves.
        missing.removeAll(List.of("java/util/Properties", "java/security/Provider"));
        assertEquals(Set.of(), missing);
    }

    private static boolean loads(byte[] classFile) {
        boolean[] found = new boolean[1];
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode, String owner, String method, String type, boolean isInterface) {
                                        found[0] |= owner.equals("java/util/Properties")
                                                && (method.equals("load") || method.equals("loadFromXML"));
                                    }
                                };
                            }
                        },
                        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }
}
