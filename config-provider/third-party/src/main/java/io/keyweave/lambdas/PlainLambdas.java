package io.keyweave.lambdas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Writes the classes of lambdas and method references when the jar is packed, as an inner class would be. Else the JVM makes them when each is reached first,
 * which costs a starting JVM half a millisecond a lambda where reading a class costs a tenth. A string that {@code invokedynamic} would put together is
 * put together by a {@code StringBuilder}, as javac does for all of our own.
 *
 * <p>The new class is a nest mate of the one with the lambda, whose body is private. Class files before Java 11, which know no nests, become some of Java 11;
 * nothing else that they may hold means something else there. What is not simple stays as it is.
 */
public final class PlainLambdas extends ClassVisitor {

    private static final int NEST_MATES = Opcodes.V11;

    private final Map<String, byte[]> made = new LinkedHashMap<>();
    private final Map<String, String> joins = new LinkedHashMap<>();
    private int version;
    private String host = "";
    private @Nullable String nestHost;
    private boolean ofInterface;

    private PlainLambdas(ClassVisitor out) {
        super(Opcodes.ASM9, out);
    }

    /**
     * @param items class files by entry name; gets the changed class and the new ones
     * @param name of the class, with slashes
     * @return names of the new classes
     */
    public static Set<String> write(Map<String, byte[]> items, String name) {
        byte[] classFile = items.get(name + ".class");
        if (classFile == null) {
            return Set.of();
        }
        ClassWriter out = new ClassWriter(0);
        PlainLambdas lambdas = new PlainLambdas(out);
        new ClassReader(classFile).accept(lambdas, 0);
        if (lambdas.made.isEmpty() && lambdas.joins.isEmpty()) {
            return Set.of();
        }
        items.put(name + ".class", out.toByteArray());
        String nest = lambdas.nestHost;
        if (nest != null) {
            byte[] nestFile = Objects.requireNonNull(items.get(nest + ".class"), nest);
            items.put(nest + ".class", withMembers(nestFile, lambdas.made.keySet()));
        }
        lambdas.made.forEach((made, bytes) -> items.put(made + ".class", bytes));
        return lambdas.made.keySet();
    }

    private static byte[] withMembers(byte[] nestHost, Set<String> members) {
        ClassWriter out = new ClassWriter(0);
        new ClassReader(nestHost)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, out) {
                            @Override
                            public void visitEnd() {
                                members.forEach(this::visitNestMember);
                                super.visitEnd();
                            }
                        },
                        0);
        return out.toByteArray();
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        this.version = Math.max(version, NEST_MATES);
        this.host = name;
        this.ofInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        super.visit(this.version, access, name, signature, superName, interfaces);
    }

    @Override
    public void visitNestHost(String name) {
        nestHost = name;
        super.visitNestHost(name);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
            @Override
            public void visitInvokeDynamicInsn(String method, String type, Handle bootstrap, Object... arguments) {
                if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                        && bootstrap.getName().equals("metafactory")) {
                    String written = lambda(method, type, arguments);
                    if (written != null && type.startsWith("()")) {
                        super.visitFieldInsn(Opcodes.GETSTATIC, written, "ONLY", type.substring(2));
                        return;
                    }
                    if (written != null) {
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, written, "of", type, false);
                        return;
                    }
                } else if (bootstrap.getName().equals("makeConcatWithConstants") && arguments.length == 1) {
                    String join = joins.computeIfAbsent(arguments[0] + type, key -> "concatenated$" + joins.size());
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, host, join, type, ofInterface);
                    return;
                }
                super.visitInvokeDynamicInsn(method, type, bootstrap, arguments);
            }
        };
    }

    @Override
    public void visitEnd() {
        joins.forEach(
                (key, name) -> join(key.substring(0, key.lastIndexOf('(')), key.substring(key.lastIndexOf('(')), name));
        if (nestHost == null) {
            made.keySet().forEach(this::visitNestMember);
        }
        super.visitEnd();
    }

    private void join(String recipe, String type, String name) {
        MethodVisitor code = cv.visitMethod(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name, type, null, null);
        code.visitCode();
        code.visitTypeInsn(Opcodes.NEW, "java/lang/StringBuilder");
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/StringBuilder", "<init>", "()V", false);
        Type[] values = Type.getArgumentTypes(type);
        int next = 0;
        int local = 0;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= recipe.length(); i++) {
            if (i < recipe.length() && recipe.charAt(i) != '\1') {
                text.append(recipe.charAt(i));
                continue;
            }
            if (!text.isEmpty()) {
                code.visitLdcInsn(text.toString());
                append(code, "Ljava/lang/String;");
                text.setLength(0);
            }
            if (i < recipe.length()) {
                Type value = values[next++];
                code.visitVarInsn(value.getOpcode(Opcodes.ILOAD), local);
                local += value.getSize();
                append(code, appended(value));
            }
        }
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, "java/lang/StringBuilder", "toString", "()Ljava/lang/String;", false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(3, local);
        code.visitEnd();
    }

    private static void append(MethodVisitor code, String type) {
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/StringBuilder",
                "append",
                "(" + type + ")Ljava/lang/StringBuilder;",
                false);
    }

    private static String appended(Type value) {
        return switch (value.getSort()) {
            case Type.BYTE, Type.SHORT -> "I";
            case Type.OBJECT ->
                value.getDescriptor().equals("Ljava/lang/String;") ? value.getDescriptor() : "Ljava/lang/Object;";
            case Type.ARRAY -> "Ljava/lang/Object;";
            default -> value.getDescriptor();
        };
    }

    /** The name of a new class that does what the lambda does, or null when that is not simple. */
    private @Nullable String lambda(String method, String type, Object[] arguments) {
        String name = host + "$$Lambda" + (made.size() + 1);
        byte[] classFile = new LambdaClass(
                        version, name, nestHost == null ? host : nestHost, method, type, (Type) arguments[0])
                .calling((Handle) arguments[1], (Type) arguments[2]);
        if (classFile == null) {
            return null;
        }
        made.put(name, classFile);
        return name;
    }
}
