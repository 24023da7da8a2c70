package io.keyweave.agent.instrument;

import io.keyweave.agent.EarlyLine;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.KeyweaveBridge;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Defines the bridge beside {@code java.util.Properties}, which is patched anyway, and by its own hand: for a moment its method {@code clone} is
 *
 * <pre>
 * if (this instanceof Supplier s
 *         &amp;&amp; (type = ((Object[]) s.get())[0].getClass()).getName().equals("sun.instrument.InstrumentationImpl")
 *         &amp;&amp; type.getClassLoader() == null)
 *     return MethodHandles.lookup().defineClass((byte[]) ((Object[]) s.get())[1]);
 * </pre>
 *
 * and one instance of ours is cloned. The application may run already, and clone what it likes: it has no {@code Instrumentation}, and who has one can do
 * all of this anyway. No package of the JDK is opened, to nobody. Opening it with {@code redefineModule} would do the same, makes the JDK's first lambdas,
 * and costs an idle start 1.11 to 1.17 of its CPU time; this costs 1.03.
 *
 * <p>The bridge then defines the agent's loader, which starts {@code startup.Start}. This class and the weaver stay in a loader of their own, which nothing
 * can reach.
 */
public final class BridgeDefinition implements ClassFileTransformer {

    private static final String INSTRUMENTATION = "sun.instrument.InstrumentationImpl";

    private @Nullable Throwable failure;

    private BridgeDefinition() {}

    /**
     * Looks like {@code premain}, so that reflection finds its invokers made (JDK 25: 15 classes fewer). The loader of this class gives the rest: what
     * reads class files, the same for locations, where the agent comes from, and the arguments of what is started.
     *
     * @param first the class to start
     */
    public static void start(String first, Instrumentation jvm) throws Exception {
        @SuppressWarnings("unchecked")
        Object[] given = ((Supplier<Object[]>) Objects.requireNonNull(BridgeDefinition.class.getClassLoader())).get();
        @SuppressWarnings("unchecked")
        Function<String, byte[]> files = (Function<String, byte[]>) given[0];
        if (define(jvm, files.apply("java/util/KeyweaveBridge.class"))) {
            KeyweaveBridge.open(
                    jvm,
                    files.apply("jdk/internal/loader/KeyweaveLoader.class"),
                    files,
                    (Function<?, ?>) given[1],
                    (CodeSource) given[2],
                    first,
                    new WeaverFunction(),
                    (Object[]) given[3]);
        } else {
            EarlyLine.print(
                    "WARN",
                    "KW-1013",
                    "the agent is listed twice; the second one, settings included, does nothing. Remove it.",
                    null);
        }
    }

    /** @return false when the JVM has a class of this name already */
    private static boolean define(Instrumentation jvm, byte[] classFile) throws UnmodifiableClassException {
        BridgeDefinition patch = new BridgeDefinition();
        boolean defined = false;
        jvm.addTransformer(patch, true);
        try {
            jvm.retransformClasses(Properties.class);
            defined = new ClassFileSource(jvm, classFile).clone() instanceof Class<?>;
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

    private static final class ClassFileSource extends Properties implements Supplier<Object[]> {
        private static final long serialVersionUID = 1L;
        private final transient Object[] handed;

        ClassFileSource(Object... handed) {
            this.handed = handed;
        }

        @Override
        public Object[] get() {
            return handed;
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
        private static final int STACK = 3;
        private static final int LOCALS = 2;
        private static final String SUPPLIER = "java/util/function/Supplier";
        private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";

        Define(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            Label plain = new Label();
            visitVarInsn(Opcodes.ALOAD, 0);
            visitTypeInsn(Opcodes.INSTANCEOF, SUPPLIER);
            visitJumpInsn(Opcodes.IFEQ, plain);
            handed(Opcodes.ICONST_0);
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "getClass", "()Ljava/lang/Class;", false);
            // Kept: it may be another when it is asked for again.
            visitVarInsn(Opcodes.ASTORE, 1);
            visitVarInsn(Opcodes.ALOAD, 1);
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Class", "getName", "()Ljava/lang/String;", false);
            visitLdcInsn(INSTRUMENTATION);
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
            visitJumpInsn(Opcodes.IFEQ, plain);
            visitVarInsn(Opcodes.ALOAD, 1);
            visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, "java/lang/Class", "getClassLoader", "()Ljava/lang/ClassLoader;", false);
            visitJumpInsn(Opcodes.IFNONNULL, plain);
            visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "java/lang/invoke/MethodHandles",
                    "lookup",
                    "()L".concat(LOOKUP).concat(";"),
                    false);
            handed(Opcodes.ICONST_1);
            visitTypeInsn(Opcodes.CHECKCAST, "[B");
            visitMethodInsn(Opcodes.INVOKEVIRTUAL, LOOKUP, "defineClass", "([B)Ljava/lang/Class;", false);
            visitInsn(Opcodes.ARETURN);
            visitLabel(plain);
            visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            visitInsn(Opcodes.NOP);
        }

        private void handed(int index) {
            visitVarInsn(Opcodes.ALOAD, 0);
            visitTypeInsn(Opcodes.CHECKCAST, SUPPLIER);
            visitMethodInsn(Opcodes.INVOKEINTERFACE, SUPPLIER, "get", "()Ljava/lang/Object;", true);
            visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
            visitInsn(index);
            visitInsn(Opcodes.AALOAD);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(Math.max(maxStack, STACK), Math.max(maxLocals, LOCALS));
        }
    }
}
