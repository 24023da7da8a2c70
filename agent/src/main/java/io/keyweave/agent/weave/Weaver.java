package io.keyweave.agent.weave;

import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Prologue} in front of chosen methods of a class file and changes nothing else. Stateless.
 *
 * <p>Why not a library: on the idle path the patch of {@code java.util.Properties} is all the agent does. Measured against an agent
 * with an empty {@code premain} (CPU, JDK 17 / 25), redefining from ready bytes costs 1.04 / 1.06, the JDK's internal ASM 1.19 and is
 * gone in 24, Byte Buddy's ASM 1.70. A prologue needs no understanding of the code behind it: entries are appended to the
 * constant pool, the code is moved as it is, and every table of code positions is shifted by the same distance.
 *
 * <p>What is shifted: the exception table, line numbers, local variables, stack map frames with their uninitialised types. Type
 * annotations inside code and attributes not known here are dropped: they hold positions too, and nothing in a running JVM reads
 * them. Before a constructor's {@code super()} there is no {@code this} to hand out and nothing to answer, so there one argument can be
 * exchanged and no more. Abstract and native methods are refused.
 */
public final class Weaver {

    private static final int ACC_ABSTRACT_OR_NATIVE = 0x0400 | 0x0100;
    private static final int ACC_STATIC = 0x0008;
    private static final int FRAMES_SINCE = 50;
    private static final int CLASS_CONSTANTS_SINCE = 49;

    /** Chooses the methods. */
    public interface Choice {
        /** @return the number to pass to the bridge, 0 to 32767, or -1 to leave the method as it is */
        int hook(String method, String descriptor);

        /**
         * Asked for each constructor. When it chooses an argument, {@link #hook} is asked for the number under the name
         * {@code <init>}.
         *
         * @return the position of the argument to exchange, a reference, or -1 to leave the constructor as it is
         */
        default int constructorArgument(String descriptor) {
            return -1;
        }
    }

    private final byte[] source;
    private final ConstantPool pool;
    private final String bridge;
    private final int version;
    private @Nullable Prologue prologue;
    private int frames;

    private Weaver(byte[] source, String bridge) {
        this.source = source;
        this.pool = new ConstantPool(source);
        this.bridge = bridge;
        this.version = Bytes.u2(source, 6);
    }

    /**
     * @param source a class file of any version
     * @param bridge internal name of the class with the static {@code enter}
     * @param choice the methods to change; asked once for each method that has code and is no initialiser
     * @return the changed class file, or null when no method was chosen
     * @throws IllegalArgumentException when the file cannot be changed: not a class file, or a limit of the format is reached
     */
    public static byte @Nullable [] weave(byte[] source, String bridge, Choice choice) {
        return new Weaver(source, bridge).weave(choice);
    }

    private byte @Nullable [] weave(Choice choice) {
        int at = pool.end();
        int thisClass = Bytes.u2(source, at + 2);
        at += 8 + 2 * Bytes.u2(source, at + 6);
        int fields = Bytes.u2(source, at);
        at += 2;
        for (int i = 0; i < fields; i++) {
            at = endOfMember(at);
        }
        int methods = Bytes.u2(source, at);
        Bytes body = new Bytes(source.length + 512);
        body.copy(source, pool.end(), at + 2);
        at += 2;
        for (int i = 0; i < methods; i++) {
            int end = endOfMember(at);
            int hook = hook(at, choice);
            if (hook < 0) {
                body.copy(source, at, end);
            } else {
                method(body, at, hook, thisClass, choice);
            }
            at = end;
        }
        if (prologue == null) {
            return null;
        }
        body.copy(source, at, source.length);
        Bytes out = new Bytes(source.length + body.length() - (source.length - pool.end()) + 1024);
        pool.write(out);
        return out.copy(body).toArray();
    }

    private int hook(int at, Choice choice) {
        if ((Bytes.u2(source, at) & ACC_ABSTRACT_OR_NATIVE) != 0) {
            return -1;
        }
        String name = pool.utf8(Bytes.u2(source, at + 2));
        String descriptor = pool.utf8(Bytes.u2(source, at + 4));
        if (name.charAt(0) == '<' && exchanged(name, descriptor, choice) < 0) {
            return -1;
        }
        return choice.hook(name, descriptor);
    }

    private static int exchanged(String name, String descriptor, Choice choice) {
        return name.equals("<init>") ? choice.constructorArgument(descriptor) : -1;
    }

    private int endOfMember(int at) {
        int end = at + 8;
        for (int i = Bytes.u2(source, at + 6); i > 0; i--) {
            end += 6 + Bytes.u4(source, end + 2);
        }
        return end;
    }

    private void method(Bytes out, int start, int hook, int thisClass, Choice choice) {
        if (prologue == null) {
            prologue = new Prologue(pool, bridge, thisClass);
        }
        int access = Bytes.u2(source, start);
        if ((access & ACC_STATIC) != 0 && version < CLASS_CONSTANTS_SINCE) {
            throw new IllegalArgumentException("a static method of class version " + version);
        }
        out.copy(source, start, start + 8);
        int at = start + 8;
        for (int i = Bytes.u2(source, start + 6); i > 0; i--) {
            int end = at + 6 + Bytes.u4(source, at + 2);
            if (is(at, "Code")) {
                String name = pool.utf8(Bytes.u2(source, start + 2));
                String descriptor = pool.utf8(Bytes.u2(source, start + 4));
                int maxLocals = Bytes.u2(source, at + 8);
                int exchanged = exchanged(name, descriptor, choice);
                Bytes prefix = exchanged < 0
                        ? prologue.code(hook, access, descriptor, maxLocals)
                        : prologue.exchange(hook, descriptor, exchanged, maxLocals);
                code(out, at, prefix);
            } else {
                out.copy(source, at, end);
            }
            at = end;
        }
    }

    private boolean is(int attribute, String name) {
        return pool.utf8(Bytes.u2(source, attribute)).equals(name);
    }

    private void code(Bytes out, int at, Bytes prefix) {
        int maxLocals = Bytes.u2(source, at + 8);
        int length = Bytes.u4(source, at + 10);
        int shift = prefix.length();
        if (length + shift > 65_535 || maxLocals > 65_534) {
            throw new IllegalArgumentException("a method at the size limit");
        }
        out.copy(source, at, at + 2);
        int lengthAt = out.length();
        out.u4(0).u2(Math.max(Bytes.u2(source, at + 6), Prologue.STACK)).u2(maxLocals + 1);
        out.u4(length + shift).copy(prefix).copy(source, at + 14, at + 14 + length);
        int next = exceptions(out, at + 14 + length, shift);
        attributes(out, next, shift);
        out.patchU4(lengthAt, out.length() - lengthAt - 4);
    }

    private int exceptions(Bytes out, int start, int shift) {
        int count = Bytes.u2(source, start);
        out.u2(count);
        int at = start + 2;
        for (int i = 0; i < count; i++, at += 8) {
            out.u2(Bytes.u2(source, at) + shift).u2(Bytes.u2(source, at + 2) + shift);
            out.u2(Bytes.u2(source, at + 4) + shift).u2(Bytes.u2(source, at + 6));
        }
        return at;
    }

    private void attributes(Bytes out, int start, int shift) {
        Bytes kept = new Bytes(256);
        int count = 0;
        boolean framesWritten = version < FRAMES_SINCE;
        int at = start + 2;
        for (int i = Bytes.u2(source, start); i > 0; i--) {
            int end = at + 6 + Bytes.u4(source, at + 2);
            if (is(at, "StackMapTable") && version >= FRAMES_SINCE) {
                kept.copy(source, at, at + 2);
                frames(kept, at + 6, shift);
                framesWritten = true;
                count++;
            } else if (is(at, "LineNumberTable")) {
                positions(kept, at, 4, shift);
                count++;
            } else if (is(at, "LocalVariableTable") || is(at, "LocalVariableTypeTable")) {
                positions(kept, at, 10, shift);
                count++;
            }
            at = end;
        }
        if (!framesWritten) {
            if (frames == 0) {
                frames = pool.addUtf8("StackMapTable");
            }
            kept.u2(frames);
            new StackMap(source, shift).writeAlone(kept);
            count++;
        }
        out.u2(count).copy(kept);
    }

    private void frames(Bytes out, int at, int shift) {
        new StackMap(source, shift).write(out, at);
    }

    /** A table whose rows begin with a code position. */
    private void positions(Bytes out, int at, int row, int shift) {
        int rows = Bytes.u2(source, at + 6);
        out.copy(source, at, at + 8);
        int from = at + 8;
        for (int i = 0; i < rows; i++, from += row) {
            out.u2(Bytes.u2(source, from) + shift).copy(source, from + 2, from + row);
        }
    }
}
