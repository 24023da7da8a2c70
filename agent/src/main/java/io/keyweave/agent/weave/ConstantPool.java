package io.keyweave.agent.weave;

/**
 * The constant pool of one class file: its own entries, read in place, and entries appended behind them. Existing entries keep
 * their numbers, so nothing else in the file has to change. Not thread-safe.
 */
public final class ConstantPool {

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD_REF = 10;
    private static final int NAME_AND_TYPE = 12;
    private static final int MAXIMUM = 65_535;

    private final byte[] source;
    private final int[] offsets;
    private final int end;
    private final Bytes appended = new Bytes(256);
    private int count;

    /**
     * @param source a class file
     * @throws IllegalArgumentException when it is none, or from a future in which the pool has entries not known here
     */
    public ConstantPool(byte[] source) {
        if (source.length < 24 || Bytes.u4(source, 0) != 0xCAFEBABE) {
            throw new IllegalArgumentException("not a class file");
        }
        this.source = source;
        this.count = Bytes.u2(source, 8);
        this.offsets = new int[count];
        int at = 10;
        for (int i = 1; i < count; i++) {
            offsets[i] = at;
            int tag = source[at];
            at += size(tag, at);
            if (tag == 5 || tag == 6) {
                i++; // long and double take two numbers
            }
        }
        this.end = at;
    }

    private int size(int tag, int at) {
        return switch (tag) {
            case UTF8 -> 3 + Bytes.u2(source, at + 1);
            case 3, 4, 9, METHOD_REF, 11, NAME_AND_TYPE, 17, 18 -> 5;
            case 5, 6 -> 9;
            case CLASS, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            default -> throw new IllegalArgumentException("constant pool tag " + tag);
        };
    }

    /** Offset of the first byte behind the pool. */
    int end() {
        return end;
    }

    /** Entries that came with the class file, counted as the format does: one more than there are. */
    int originalCount() {
        return offsets.length;
    }

    /** Offset of an original entry's tag, 0 for the unused number behind a long or double. */
    int offset(int index) {
        return offsets[index];
    }

    boolean isMethodRef(int index) {
        return offsets[index] != 0 && source[offsets[index]] == METHOD_REF;
    }

    /**
     * The text of an original entry, a character for each byte: exact for ASCII, and {@link #addUtf8} makes the same bytes of it again.
     * Decoding as UTF-8 would load a dozen character set classes in an idle JVM.
     */
    @SuppressWarnings("deprecation")
    String utf8(int index) {
        int at = offsets[index];
        return new String(source, 0, at + 3, Bytes.u2(source, at + 1));
    }

    /** The name of an original class entry. */
    String className(int index) {
        return utf8(Bytes.u2(source, offsets[index] + 1));
    }

    @SuppressWarnings("deprecation")
    int addUtf8(String bytes) {
        byte[] text = new byte[bytes.length()];
        bytes.getBytes(0, text.length, text, 0);
        appended.u1(UTF8).u2(text.length).copy(text, 0, text.length);
        return next();
    }

    int addClass(String internalName) {
        int name = addUtf8(internalName);
        appended.u1(CLASS).u2(name);
        return next();
    }

    int addMethodRef(String owner, String method, String descriptor) {
        int type = addClass(owner);
        int name = addUtf8(method);
        int signature = addUtf8(descriptor);
        appended.u1(NAME_AND_TYPE).u2(name).u2(signature);
        int nameAndType = next();
        appended.u1(METHOD_REF).u2(type).u2(nameAndType);
        return next();
    }

    private int next() {
        if (count >= MAXIMUM) {
            throw new IllegalArgumentException("constant pool is full");
        }
        return count++;
    }

    /** Magic, version, the original pool and what was appended. */
    void write(Bytes out) {
        out.copy(source, 0, 8).u2(count).copy(source, 10, end).copy(appended);
    }
}
