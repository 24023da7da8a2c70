package io.keyweave.agent.instrument;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Prologue} in front of chosen methods of a class file and changes nothing else. Stateless.
 *
 * <p>Byte Buddy's ASM does the work. A method that is not chosen is copied as bytes: the writer knows the reader, and gets the method without a
 * visitor of ours in between. Abstract and native methods have no code and are left alone.
 */
public final class Weaver {

    /** A static method names its class by a constant, which class files have since Java 5. */
    private static final int CLASS_CONSTANTS_SINCE = Opcodes.V1_5;

    /** Chooses the methods. */
    public interface Choice {
        /** @return the number to pass to the bridge, 0 to 32767, or -1 to leave the method as it is */
        int hook(String method, String descriptor);

        /**
         * Asked for each constructor, before {@link #hook} is, and for each method that was chosen.
         *
         * @return the position of the argument that may be exchanged, a reference, or -1 for none; a constructor without one is left as it is
         */
        default int exchangedArgument(String method, String descriptor) {
            return -1;
        }
    }

    private Weaver() {}

    /**
     * @param classFile of any version
     * @param bridge internal name of the class with the static {@code enter}
     * @param choice the methods to change; asked once for each method that has code and is not an initialiser
     * @return the changed class file, or null when no method was chosen
     * @throws IllegalArgumentException when the file cannot be changed: not a class file, newer than the library can read, or a limit of the
     *     format is reached
     */
    public static byte @Nullable [] weave(byte[] classFile, String bridge, Choice choice) {
        ClassReader reader = ClassFiles.read(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        WeavingVisitor change = new WeavingVisitor(writer, bridge, choice);
        reader.accept(change, 0);
        return change.woven ? writer.toByteArray() : null;
    }

    private static final class WeavingVisitor extends ClassVisitor {
        private final String bridge;
        private final Choice choice;
        private String owner = "";
        private int version;
        private boolean woven;

        WeavingVisitor(ClassWriter writer, String bridge, Choice choice) {
            super(Opcodes.ASM9, writer);
            this.bridge = bridge;
            this.choice = choice;
        }

        @Override
        public void visit(
                int classVersion,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            version = classVersion & 0xFFFF;
            owner = name;
            super.visit(classVersion, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
                return method;
            }
            boolean initialises = name.charAt(0) == '<';
            if (initialises && choice.exchangedArgument(name, descriptor) < 0) {
                return method;
            }
            int hook = choice.hook(name, descriptor);
            if (hook < 0) {
                return method;
            }
            int exchanged = choice.exchangedArgument(name, descriptor);
            boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
            if (isStatic && version < CLASS_CONSTANTS_SINCE) {
                throw new IllegalArgumentException("a static method of class version " + version);
            }
            woven = true;
            return new Prologue(
                    method, bridge, hook, version, isStatic ? owner : null, initialises, descriptor, exchanged);
        }
    }
}
