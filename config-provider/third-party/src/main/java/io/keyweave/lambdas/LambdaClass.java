package io.keyweave.lambdas;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** One class of {@link PlainLambdas}: its fields are what the lambda uses of its surroundings, its one method calls the body. */
final class LambdaClass {

    private static final Type OBJECT = Type.getObjectType("java/lang/Object");

    private final ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    private final String name;
    private final String method;
    private final String type;
    private final Type[] captured;
    private final Type[] given;
    private final Type returned;

    /**
     * @param type what is captured, and the interface
     * @param declared the interface's method, erased
     */
    LambdaClass(int version, String name, String nestHost, String method, String type, Type declared) {
        this.name = name;
        this.method = method;
        this.type = type;
        this.captured = Type.getArgumentTypes(type);
        this.given = declared.getArgumentTypes();
        this.returned = declared.getReturnType();
        out.visit(
                version,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                name,
                null,
                "java/lang/Object",
                new String[] {Type.getReturnType(type).getInternalName()});
        out.visitNestHost(nestHost);
    }

    /**
     * The class file, or null when a value would have to be converted in an unusual way.
     *
     * @param body what the lambda calls
     * @param actual the interface's method with the types of this lambda
     */
    byte @Nullable [] calling(Handle body, Type actual) {
        if (!call(body, actual)) {
            return null;
        }
        String fields = Type.getMethodDescriptor(Type.VOID_TYPE, captured);
        MethodVisitor made = out.visitMethod(Opcodes.ACC_PRIVATE, "<init>", fields, null, null);
        made.visitCode();
        made.visitVarInsn(Opcodes.ALOAD, 0);
        made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        int local = 1;
        for (int i = 0; i < captured.length; i++) {
            out.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "v" + i, captured[i].getDescriptor(), null, null);
            made.visitVarInsn(Opcodes.ALOAD, 0);
            made.visitVarInsn(captured[i].getOpcode(Opcodes.ILOAD), local);
            made.visitFieldInsn(Opcodes.PUTFIELD, name, "v" + i, captured[i].getDescriptor());
            local += captured[i].getSize();
        }
        made.visitInsn(Opcodes.RETURN);
        made.visitMaxs(0, 0);
        made.visitEnd();
        if (captured.length == 0) {
            only();
        } else {
            of(fields);
        }
        out.visitEnd();
        return out.toByteArray();
    }

    /** One instance for all, as of a lambda that captures nothing. */
    private void only() {
        String descriptor = type.substring(2);
        out.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "ONLY", descriptor, null, null);
        MethodVisitor code = out.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false);
        code.visitFieldInsn(Opcodes.PUTSTATIC, name, "ONLY", descriptor);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void of(String fields) {
        MethodVisitor code = out.visitMethod(Opcodes.ACC_STATIC, "of", type, null, null);
        code.visitCode();
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        int local = 0;
        for (Type value : captured) {
            code.visitVarInsn(value.getOpcode(Opcodes.ILOAD), local);
            local += value.getSize();
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", fields, false);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private boolean call(Handle body, Type actual) {
        boolean makes = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        List<Type> wanted = new ArrayList<>();
        if (body.getTag() != Opcodes.H_INVOKESTATIC && !makes) {
            wanted.add(Type.getObjectType(body.getOwner()));
        }
        wanted.addAll(List.of(Type.getArgumentTypes(body.getDesc())));
        if (wanted.size() != captured.length + given.length) {
            return false;
        }
        MethodVisitor code =
                out.visitMethod(Opcodes.ACC_PUBLIC, method, Type.getMethodDescriptor(returned, given), null, null);
        code.visitCode();
        if (makes) {
            code.visitTypeInsn(Opcodes.NEW, body.getOwner());
            code.visitInsn(Opcodes.DUP);
        }
        for (int i = 0; i < captured.length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, "v" + i, captured[i].getDescriptor());
            if (isPrimitive(captured[i]) != isPrimitive(wanted.get(i))
                    || isPrimitive(captured[i]) && !captured[i].equals(wanted.get(i))) {
                return false;
            }
        }
        int local = 1;
        for (int i = 0; i < given.length; i++) {
            code.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), local);
            local += given[i].getSize();
            if (!convert(code, given[i], actual.getArgumentTypes()[i], wanted.get(captured.length + i))) {
                return false;
            }
        }
        code.visitMethodInsn(opcode(body), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
        Type result = makes ? Type.getObjectType(body.getOwner()) : Type.getReturnType(body.getDesc());
        if (returned.equals(Type.VOID_TYPE)) {
            if (result.getSize() > 0) {
                code.visitInsn(result.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
            }
        } else if (result.equals(Type.VOID_TYPE) || !convert(code, result, result, returned)) {
            return false;
        }
        code.visitInsn(returned.getOpcode(Opcodes.IRETURN));
        code.visitMaxs(0, 0);
        code.visitEnd();
        return true;
    }

    /** A private body is called as a nest mate calls it. */
    private static int opcode(Handle body) {
        return switch (body.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        };
    }

    /** @param actual the type that is known of a value whose declared type is erased */
    private static boolean convert(MethodVisitor code, Type from, Type actual, Type to) {
        if (from.equals(to)) {
            return true;
        }
        if (isPrimitive(from)) {
            return !isPrimitive(to) && box(code, from, to);
        }
        if (!isPrimitive(to)) {
            if (!to.equals(OBJECT)) {
                code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
            }
            return true;
        }
        String wrapper = wrapper(to);
        if (!actual.getInternalName().equals(wrapper) && !actual.equals(OBJECT)) {
            return false;
        }
        code.visitTypeInsn(Opcodes.CHECKCAST, wrapper);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, wrapper, to.getClassName() + "Value", "()" + to.getDescriptor(), false);
        return true;
    }

    private static boolean box(MethodVisitor code, Type from, Type to) {
        String wrapper = wrapper(from);
        if (!to.equals(OBJECT) && !to.getInternalName().equals(wrapper)) {
            return false;
        }
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, wrapper, "valueOf", "(" + from.getDescriptor() + ")L" + wrapper + ";", false);
        return true;
    }

    private static boolean isPrimitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }

    private static String wrapper(Type primitive) {
        return switch (primitive.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.CHAR -> "java/lang/Character";
            case Type.BYTE -> "java/lang/Byte";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.FLOAT -> "java/lang/Float";
            case Type.LONG -> "java/lang/Long";
            default -> "java/lang/Double";
        };
    }
}
