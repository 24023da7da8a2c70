package io.keyweave.agent.instrument;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The code put in front of a method:
 *
 * <pre>
 * Object[] answer = bridge.enter(hook, this or declaring class, argument);
 * if (answer != null) return (T) answer[0];
 * </pre>
 *
 * and in front of a constructor, where there is no {@code this} to return yet and nothing to answer, but one argument can be exchanged:
 *
 * <pre>
 * Object[] answer = bridge.enter(hook, argument, null);
 * if (answer != null) argument = (T) answer[0];
 * </pre>
 *
 * <p>A method of which an argument may be exchanged does so when the answer has a second element:
 *
 * <pre>
 * Object[] answer = bridge.enter(hook, this or declaring class, argument);
 * if (answer != null) {
 *     if (answer.length &lt;= 1) return (T) answer[0];
 *     argument = (A) answer[1];
 * }
 * </pre>
 *
 * <p>The answer stays on the operand stack, so no local variable is needed. The frames added stand where the argument is exchanged and where the answer is dropped, in
 * front of the method's own first instruction, with the locals of the method's start: the frames behind it, which are written as
 * differences, stay as they are, also one at that first instruction.
 */
final class Prologue extends MethodVisitor {

    /** Operand stack it needs: hook, self, array, array, index, a long or double. */
    private static final int STACK = 7;

    private static final String ENTER = "(ILjava/lang/Object;Ljava/lang/Object;)[Ljava/lang/Object;";

    private final String bridge;
    private final int hook;
    private final int version;
    private final @Nullable String declaringClass;
    private final boolean initialises;
    private final String descriptor;
    private final int exchanged;

    /**
     * @param version the class file's
     * @param declaringClass internal name, of a static method only
     * @param initialises whether it is a constructor
     * @param exchanged the position of the argument that may be exchanged, -1 for none
     */
    Prologue(
            MethodVisitor method,
            String bridge,
            int hook,
            int version,
            @Nullable String declaringClass,
            boolean initialises,
            String descriptor,
            int exchanged) {
        super(Opcodes.ASM9, method);
        this.bridge = bridge;
        this.hook = hook;
        this.version = version;
        this.declaringClass = declaringClass;
        this.initialises = initialises;
        this.descriptor = descriptor;
        this.exchanged = exchanged;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        Type[] arguments = Type.getArgumentTypes(descriptor);
        visitIntInsn(Opcodes.SIPUSH, hook);
        if (initialises) {
            exchange(arguments);
        } else {
            answer(arguments);
        }
    }

    private void answer(Type[] arguments) {
        if (declaringClass != null) {
            visitLdcInsn(Type.getObjectType(declaringClass));
        } else {
            visitVarInsn(Opcodes.ALOAD, 0);
        }
        pass(arguments);
        Label drop = enter();
        Label another = new Label();
        if (exchanged >= 0) {
            visitInsn(Opcodes.DUP);
            visitInsn(Opcodes.ARRAYLENGTH);
            visitInsn(Opcodes.ICONST_1);
            visitJumpInsn(Opcodes.IF_ICMPGT, another);
        }
        Type result = Type.getReturnType(descriptor);
        if (result.getSort() != Type.VOID) {
            element(Opcodes.ICONST_0, box(result));
            unbox(result);
        }
        visitInsn(result.getOpcode(Opcodes.IRETURN));
        if (exchanged >= 0) {
            answered(another);
            store(Opcodes.ICONST_1, arguments);
        }
        drop(drop);
    }

    private void exchange(Type[] arguments) {
        visitVarInsn(Opcodes.ALOAD, local(arguments));
        visitInsn(Opcodes.ACONST_NULL);
        Label drop = enter();
        store(Opcodes.ICONST_0, arguments);
        drop(drop);
    }

    /** The local variable of the argument that may be exchanged. */
    private int local(Type[] arguments) {
        int local = declaringClass == null ? 1 : 0;
        for (int i = 0; i < exchanged; i++) {
            local += arguments[i].getSize();
        }
        if (arguments[exchanged].getSort() < Type.ARRAY) {
            throw new IllegalArgumentException("argument " + exchanged + " of " + descriptor + " is not a reference");
        }
        return local;
    }

    /** An element of the answer becomes the argument; the answer stays on the stack. */
    private void store(int index, Type[] arguments) {
        int local = local(arguments);
        visitInsn(Opcodes.DUP);
        element(index, arguments[exchanged].getInternalName());
        visitVarInsn(Opcodes.ASTORE, local);
    }

    /** Null for no argument, the one argument, or an array of all, boxed. */
    private void pass(Type[] arguments) {
        if (arguments.length == 0) {
            visitInsn(Opcodes.ACONST_NULL);
            return;
        }
        boolean array = arguments.length > 1;
        if (array) {
            visitIntInsn(Opcodes.SIPUSH, arguments.length);
            visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        }
        int local = declaringClass == null ? 1 : 0;
        for (int i = 0; i < arguments.length; i++) {
            if (array) {
                visitInsn(Opcodes.DUP);
                visitIntInsn(Opcodes.SIPUSH, i);
            }
            Type argument = arguments[i];
            visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            local += argument.getSize();
            if (argument.getSort() < Type.ARRAY) {
                String box = box(argument);
                visitMethodInsn(
                        Opcodes.INVOKESTATIC, box, "valueOf", "(" + argument.getDescriptor() + ")L" + box + ";", false);
            }
            if (array) {
                visitInsn(Opcodes.AASTORE);
            }
        }
    }

    /** Asks the bridge. @return where to go on without an answer, with null on the stack; behind this the answer is there */
    private Label enter() {
        Label drop = new Label();
        visitMethodInsn(Opcodes.INVOKESTATIC, bridge, "enter", ENTER, false);
        visitInsn(Opcodes.DUP);
        visitJumpInsn(Opcodes.IFNULL, drop);
        return drop;
    }

    /** Replaces the array on the stack by an element of it. */
    private void element(int index, String type) {
        visitInsn(index);
        visitInsn(Opcodes.AALOAD);
        visitTypeInsn(Opcodes.CHECKCAST, type);
    }

    private void unbox(Type type) {
        if (type.getSort() < Type.ARRAY) {
            visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    box(type),
                    type.getClassName().concat("Value"),
                    "()".concat(type.getDescriptor()),
                    false);
        }
    }

    private void drop(Label drop) {
        answered(drop);
        visitInsn(Opcodes.POP);
    }

    /** A place that is jumped to with the answer on the stack. */
    private void answered(Label label) {
        visitLabel(label);
        if (version >= Opcodes.V1_6) {
            visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"[Ljava/lang/Object;"});
        }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(Math.max(maxStack, STACK), maxLocals);
    }

    /** The class to which a value of the type is cast, or its box. */
    private static String box(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.BYTE -> "java/lang/Byte";
            case Type.CHAR -> "java/lang/Character";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.LONG -> "java/lang/Long";
            case Type.FLOAT -> "java/lang/Float";
            case Type.DOUBLE -> "java/lang/Double";
            default -> type.getInternalName();
        };
    }
}
