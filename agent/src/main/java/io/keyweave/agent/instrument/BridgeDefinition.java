package io.keyweave.agent.instrument;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Properties;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Defines the bridge beside {@code java.util.Properties}, which is patched anyway, and by its own hand: for a moment in {@code premain} its method
 * {@code clone} is
 *
 * <pre>
 * if (this instanceof Supplier s) return MethodHandles.lookup().defineClass((byte[]) s.get());
 * </pre>
 *
 * and one instance of ours is cloned. No package of the JDK is opened, to nobody. Opening it with {@code redefineModule} would do the same, makes the
 * JDK's first lambdas, and costs an idle start 1.11 to 1.17 of its CPU time; this costs 1.03.
 */
public final class BridgeDefinition implements ClassFileTransformer {

    private @Nullable Throwable failure;

    private BridgeDefinition() {}

    /**
     * To be followed by patching {@code Properties} for good, which undoes this.
     *
     * @return false when the JVM has a class of this name already
     * @throws IllegalStateException when {@code Properties} cannot be patched
     */
    public static boolean define(Instrumentation jvm, byte[] classFile) throws UnmodifiableClassException {
        BridgeDefinition patch = new BridgeDefinition();
        boolean defined = false;
        jvm.addTransformer(patch, true);
        try {
            jvm.retransformClasses(Properties.class);
            defined = new ClassFileSource(classFile).clone() instanceof Class<?>;
            if (!defined) {
                throw new IllegalStateException("java.util.Properties cannot be patched", patch.failure);
            }
            return true;
        } catch (LinkageError present) {
            return false;
        } finally {
            jvm.removeTransformer(patch);
            if (!defined) {
                jvm.retransformClasses(Properties.class);
            }
        }
    }

    private static final class ClassFileSource extends Properties implements Supplier<byte[]> {
        private static final long serialVersionUID = 1L;
        private final transient byte[] classFile;

        ClassFileSource(byte[] classFile) {
            this.classFile = classFile;
        }

        @Override
        public byte[] get() {
            return classFile;
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (classBeingRedefined != Properties.class) {
            return null;
        }
        try {
            ClassReader reader = ClassFiles.read(classFile);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new CloneVisitor(writer), 0);
            return writer.toByteArray();
        } catch (RuntimeException | LinkageError newerThanTheLibrary) {
            failure = newerThanTheLibrary;
            return null;
        }
    }

    private static final class CloneVisitor extends ClassVisitor {

        CloneVisitor(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals("clone") && descriptor.equals("()Ljava/lang/Object;") ? new Define(method) : method;
        }
    }

    private static final class Define extends MethodVisitor {
        private static final int STACK = 2;

        Define(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            String supplier = "java/util/function/Supplier";
            String lookup = "java/lang/invoke/MethodHandles$Lookup";
            Label plain = new Label();
            visitVarInsn(Opcodes.ALOAD, 0);
            visitTypeInsn(Opcodes.INSTANCEOF, supplier);
            visitJumpInsn(Opcodes.IFEQ, plain);
            visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "java/lang/invoke/MethodHandles",
                    "lookup",
                    "()L".concat(lookup).concat(";"),
                    false);
            visitVarInsn(Opcodes.ALOAD, 0);
            visitTypeInsn(Opcodes.CHECKCAST, supplier);
            visitMethodInsn(Opcodes.INVOKEINTERFACE, supplier, "get", "()Ljava/lang/Object;", true);
            visitTypeInsn(Opcodes.CHECKCAST, "[B");
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, lookup, "defineClass", "([B)Ljava/lang/Class;", false);
            visitInsn(Opcodes.ARETURN);
            visitLabel(plain);
            visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            visitInsn(Opcodes.NOP);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(Math.max(maxStack, STACK), maxLocals);
        }
    }
}
