package io.keyweave.agent.weave;

/**
 * The code put in front of a method:
 *
 * <pre>
 * Object[] answer = bridge.enter(hook, this or declaring class, argument);
 * if (answer != null) return (T) answer[0];
 * </pre>
 *
 * <p>It is padded in front with {@code nop} to a multiple of four bytes, so that the padding inside {@code tableswitch} and
 * {@code lookupswitch} behind it stays right and every branch keeps its distance. It needs one local variable behind the
 * method's own and leaves the stack empty, so the frame where it ends is the method's initial frame.
 */
final class Prologue {

    /** Operand stack the prologue needs: hook, self, array, array, index, a long or double. */
    static final int STACK = 7;

    private static final int ACC_STATIC = 0x0008;

    private final ConstantPool pool;
    private final int enter;
    private final int thisClass;
    private int arrayClass;

    Prologue(ConstantPool pool, String bridge, int thisClass) {
        this.pool = pool;
        this.thisClass = thisClass;
        this.enter = pool.addMethodRef(bridge, "enter", "(ILjava/lang/Object;Ljava/lang/Object;)[Ljava/lang/Object;");
    }

    Bytes code(int hook, int access, String descriptor, int answer) {
        Bytes code = new Bytes(64);
        code.u1(0x11).u2(hook); // sipush
        boolean isStatic = (access & ACC_STATIC) != 0;
        if (isStatic) {
            code.u1(0x13).u2(thisClass); // ldc_w
        } else {
            code.u1(0x2A); // aload_0
        }
        arguments(code, descriptor, isStatic ? 0 : 1);
        code.u1(0xB8).u2(enter); // invokestatic
        local(code, 0x3A, answer); // astore
        local(code, 0x19, answer); // aload
        Bytes result = result(descriptor, answer);
        code.u1(0xC6).u2(3 + result.length()).copy(result); // ifnull, to the end
        return padded(code);
    }

    /**
     * The code put in front of a constructor:
     *
     * <pre>
     * Object[] answer = bridge.enter(hook, argument, null);
     * if (answer != null) argument = (T) answer[0];
     * </pre>
     *
     * @param position which argument, a reference, counted from 0
     */
    Bytes exchange(int hook, String descriptor, int position, int answer) {
        int at = 1;
        int argument = 1;
        for (int i = 0; i < position; i++) {
            char type = descriptor.charAt(at);
            argument += type == 'J' || type == 'D' ? 2 : 1;
            at = next(descriptor, at);
        }
        int end = next(descriptor, at);
        char type = descriptor.charAt(at);
        if (type != 'L' && type != '[') {
            throw new IllegalArgumentException("argument " + position + " of " + descriptor + " is no reference");
        }
        String name = type == 'L' ? descriptor.substring(at + 1, end - 1) : descriptor.substring(at, end);
        Bytes code = new Bytes(64);
        code.u1(0x11).u2(hook); // sipush
        local(code, 0x19, argument); // aload
        code.u1(0x01).u1(0xB8).u2(enter); // aconst_null, invokestatic
        local(code, 0x3A, answer); // astore
        local(code, 0x19, answer); // aload
        Bytes exchanged = new Bytes(16);
        local(exchanged, 0x19, answer); // aload
        exchanged.u1(0x03).u1(0x32).u1(0xC0).u2(pool.addClass(name)); // iconst_0, aaload, checkcast
        local(exchanged, 0x3A, argument); // astore
        return padded(code.u1(0xC6).u2(3 + exchanged.length()).copy(exchanged)); // ifnull, to the end
    }

    private static Bytes padded(Bytes code) {
        Bytes padded = new Bytes(code.length() + 4);
        for (int nop = code.length(); nop % 4 != 0; nop++) {
            padded.u1(0);
        }
        return padded.copy(code);
    }

    private void arguments(Bytes code, String descriptor, int firstLocal) {
        int count = count(descriptor);
        if (count == 0) {
            code.u1(0x01); // aconst_null
            return;
        }
        if (count > 1) {
            code.u1(0x11).u2(count).u1(0xBD).u2(objectClass()); // sipush, anewarray
        }
        int local = firstLocal;
        int at = 1;
        for (int i = 0; i < count; i++) {
            char type = descriptor.charAt(at);
            at = next(descriptor, at);
            if (count > 1) {
                code.u1(0x59).u1(0x11).u2(i); // dup, sipush
            }
            load(code, type, local);
            local += type == 'J' || type == 'D' ? 2 : 1;
            if (count > 1) {
                code.u1(0x53); // aastore
            }
        }
    }

    private int objectClass() {
        if (arrayClass == 0) {
            arrayClass = pool.addClass("java/lang/Object");
        }
        return arrayClass;
    }

    private void load(Bytes code, char type, int local) {
        switch (type) {
            case 'J' -> local(code, 0x16, local); // lload
            case 'F' -> local(code, 0x17, local); // fload
            case 'D' -> local(code, 0x18, local); // dload
            case 'L', '[' -> {
                local(code, 0x19, local); // aload
                return;
            }
            default -> local(code, 0x15, local); // iload
        }
        String box = box(type);
        code.u1(0xB8).u2(pool.addMethodRef(box, "valueOf", "(" + type + ")L" + box + ";")); // invokestatic
    }

    private Bytes result(String descriptor, int answer) {
        Bytes code = new Bytes(16);
        int at = descriptor.indexOf(')') + 1;
        char type = descriptor.charAt(at);
        if (type == 'V') {
            return code.u1(0xB1); // return
        }
        local(code, 0x19, answer); // aload
        code.u1(0x03).u1(0x32).u1(0xC0); // iconst_0, aaload, checkcast
        if (type == 'L' || type == '[') {
            String name =
                    type == 'L' ? descriptor.substring(at + 1, descriptor.length() - 1) : descriptor.substring(at);
            return code.u2(pool.addClass(name)).u1(0xB0); // areturn
        }
        String box = box(type);
        code.u2(pool.addClass(box)).u1(0xB6).u2(pool.addMethodRef(box, unboxing(type), "()" + type)); // invokevirtual
        return code.u1(
                switch (type) {
                    case 'J' -> 0xAD;
                    case 'F' -> 0xAE;
                    case 'D' -> 0xAF;
                    default -> 0xAC;
                });
    }

    private static void local(Bytes code, int opcode, int local) {
        if (local > 255) {
            code.u1(0xC4).u1(opcode).u2(local); // wide
        } else {
            code.u1(opcode).u1(local);
        }
    }

    private static int count(String descriptor) {
        int count = 0;
        for (int at = 1; descriptor.charAt(at) != ')'; at = next(descriptor, at)) {
            count++;
        }
        return count;
    }

    private static int next(String descriptor, int at) {
        int end = at;
        while (descriptor.charAt(end) == '[') {
            end++;
        }
        return descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
    }

    private static String box(char type) {
        return switch (type) {
            case 'Z' -> "java/lang/Boolean";
            case 'B' -> "java/lang/Byte";
            case 'C' -> "java/lang/Character";
            case 'S' -> "java/lang/Short";
            case 'I' -> "java/lang/Integer";
            case 'J' -> "java/lang/Long";
            case 'F' -> "java/lang/Float";
            default -> "java/lang/Double";
        };
    }

    private static String unboxing(char type) {
        return switch (type) {
            case 'Z' -> "booleanValue";
            case 'B' -> "byteValue";
            case 'C' -> "charValue";
            case 'S' -> "shortValue";
            case 'I' -> "intValue";
            case 'J' -> "longValue";
            case 'F' -> "floatValue";
            default -> "doubleValue";
        };
    }
}
