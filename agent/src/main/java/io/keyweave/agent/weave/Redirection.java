package io.keyweave.agent.weave;

import org.jspecify.annotations.Nullable;

/**
 * Changes what a class file refers to by repointing entries of its constant pool. Used by the build when it packs libraries; at run
 * time only where the bridge cannot have the name it was packed with.
 */
public final class Redirection {

    private static final int CLASS = 7;

    private final byte[] source;
    private final ConstantPool pool;

    private Redirection(byte[] classFile) {
        this.source = classFile.clone();
        this.pool = new ConstantPool(source);
    }

    /**
     * Sends every call of a static method to the method of the same name and descriptor in another class.
     *
     * @return the changed class file, or null when it does not call the method
     */
    public static byte @Nullable [] ofMethod(byte[] classFile, String owner, String method, String newOwner) {
        Redirection change = new Redirection(classFile);
        return change.method(owner, method, newOwner) ? change.result() : null;
    }

    /** Renames a class wherever the file names it as a class; names inside descriptors stay. Unchanged when it does not. */
    public static byte[] ofClass(byte[] classFile, String name, String newName) {
        Redirection change = new Redirection(classFile);
        int text = 0;
        for (int i = 1; i < change.pool.originalCount(); i++) {
            if (change.is(i, CLASS) && change.pool.className(i).equals(name)) {
                text = text == 0 ? change.pool.addUtf8(newName) : text;
                change.point(change.pool.offset(i) + 1, text);
            }
        }
        return text == 0 ? classFile : change.result();
    }

    private boolean method(String owner, String method, String newOwner) {
        int type = 0;
        for (int i = 1; i < pool.originalCount(); i++) {
            if (!pool.isMethodRef(i)) {
                continue;
            }
            int at = pool.offset(i);
            int nameAndType = pool.offset(Bytes.u2(source, at + 3));
            if (pool.className(Bytes.u2(source, at + 1)).equals(owner)
                    && pool.utf8(Bytes.u2(source, nameAndType + 1)).equals(method)) {
                type = type == 0 ? pool.addClass(newOwner) : type;
                point(at + 1, type);
            }
        }
        return type != 0;
    }

    private boolean is(int index, int tag) {
        return pool.offset(index) != 0 && source[pool.offset(index)] == tag;
    }

    private void point(int at, int index) {
        source[at] = (byte) (index >>> 8);
        source[at + 1] = (byte) index;
    }

    private byte[] result() {
        Bytes out = new Bytes(source.length + 256);
        pool.write(out);
        return out.copy(source, pool.end(), source.length).toArray();
    }
}
