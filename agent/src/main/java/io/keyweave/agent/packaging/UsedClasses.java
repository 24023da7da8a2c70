package io.keyweave.agent.packaging;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** Tells what of a library is used: the classes that others refer to, directly or through each other. */
final class UsedClasses {

    private UsedClasses() {}

    /**
     * @param items class files by entry name, the library's and those of its users
     * @param prefix of the library's entries
     * @return the library's entries that are not used
     */
    static Set<String> unused(Map<String, byte[]> items, String prefix) {
        Set<String> unused = new HashSet<>();
        Deque<byte[]> unread = new ArrayDeque<>();
        items.forEach((name, bytes) -> {
            if (name.startsWith(prefix)) {
                unused.add(name);
            } else if (name.startsWith("io/keyweave/") && name.endsWith(".class")) {
                unread.add(bytes);
            }
        });
        while (!unread.isEmpty()) {
            for (String name : references(unread.remove())) {
                if (unused.remove(name + ".class")) {
                    unread.add(Objects.requireNonNull(items.get(name + ".class")));
                }
            }
        }
        return unused;
    }

    private static Set<String> references(byte[] classFile) {
        Set<String> names = new HashSet<>();
        Remapper recorder = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String name) {
                names.add(name);
                return name;
            }
        };
        new ClassReader(classFile).accept(new ClassRemapper(new ClassWriter(0), recorder), 0);
        return names;
    }
}
