package io.keyweave.agent.weave;

/**
 * Rewrites a {@code StackMapTable} for code that moved by {@code shift} bytes: a frame is put where the prologue ends, the first
 * frame's distance is counted from there, and types that name a {@code new} instruction follow it. Distances between all other
 * frames are as before.
 */
final class StackMap {

    private static final int SAME = 63;
    private static final int SAME_ONE = 127;
    private static final int SAME_ONE_EXTENDED = 247;
    private static final int SAME_EXTENDED = 251;
    private static final int FULL = 255;

    private final byte[] source;
    private final int shift;
    private int at;

    StackMap(byte[] source, int shift) {
        this.source = source;
        this.shift = shift;
    }

    /** For a method that had no frames: length, count and the one frame. */
    void writeAlone(Bytes out) {
        int lengthAt = out.length();
        out.u4(0).u2(1);
        same(out, shift);
        out.patchU4(lengthAt, out.length() - lengthAt - 4);
    }

    /** @param start offset of the number of entries; length, count and frames are written */
    void write(Bytes out, int start) {
        int count = Bytes.u2(source, start);
        at = start + 2;
        int lengthAt = out.length();
        out.u4(0);
        // A frame at the method's first instruction describes the place where the prologue ends: no second one there.
        boolean own = count == 0 || firstPosition() != 0;
        out.u2(own ? count + 1 : count);
        if (own) {
            same(out, shift);
        }
        for (int i = 0; i < count; i++) {
            frame(out, i > 0 ? 0 : own ? -1 : shift);
        }
        out.patchU4(lengthAt, out.length() - lengthAt - 4);
    }

    private int firstPosition() {
        int type = Bytes.u1(source, at);
        return type <= SAME ? type : type <= SAME_ONE ? type - SAME - 1 : Bytes.u2(source, at + 1);
    }

    private static void same(Bytes out, int position) {
        if (position <= SAME) {
            out.u1(position);
        } else {
            out.u1(SAME_EXTENDED).u2(position);
        }
    }

    /** Copies one frame, its distance changed by {@code difference}. */
    private void frame(Bytes out, int difference) {
        int type = Bytes.u1(source, at++);
        if (type <= SAME) {
            same(out, type + difference);
        } else if (type <= SAME_ONE) {
            int distance = type - SAME - 1 + difference;
            if (distance <= SAME) {
                out.u1(distance + SAME + 1);
            } else {
                out.u1(SAME_ONE_EXTENDED).u2(distance);
            }
            types(out, 1);
        } else {
            out.u1(type).u2(Bytes.u2(source, at) + difference);
            at += 2;
            if (type == SAME_ONE_EXTENDED) {
                types(out, 1);
            } else if (type == FULL) {
                typesWithCount(out);
                typesWithCount(out);
            } else if (type > SAME_EXTENDED) {
                types(out, type - SAME_EXTENDED);
            }
        }
    }

    private void typesWithCount(Bytes out) {
        int count = Bytes.u2(source, at);
        at += 2;
        out.u2(count);
        types(out, count);
    }

    private void types(Bytes out, int count) {
        for (int i = 0; i < count; i++) {
            int tag = Bytes.u1(source, at++);
            out.u1(tag);
            if (tag == 7) { // an object of a class
                out.u2(Bytes.u2(source, at));
                at += 2;
            } else if (tag == 8) { // an object not yet initialised, known by its new instruction
                out.u2(Bytes.u2(source, at) + shift);
                at += 2;
            }
        }
    }
}
