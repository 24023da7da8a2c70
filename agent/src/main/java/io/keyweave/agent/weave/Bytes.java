package io.keyweave.agent.weave;

import java.util.Arrays;

/** A growing, big-endian byte array: what a class file is written into. Not thread-safe. */
final class Bytes {

    private byte[] data;
    private int length;

    Bytes(int capacity) {
        data = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte[] toArray() {
        return Arrays.copyOf(data, length);
    }

    Bytes u1(int value) {
        reserve(1);
        data[length++] = (byte) value;
        return this;
    }

    Bytes u2(int value) {
        return u1(value >>> 8).u1(value);
    }

    Bytes u4(int value) {
        return u2(value >>> 16).u2(value);
    }

    Bytes copy(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, data, length, to - from);
        length += to - from;
        return this;
    }

    Bytes copy(Bytes source) {
        return copy(source.data, 0, source.length);
    }

    /** Overwrites four bytes written earlier: the length of what follows, known only now. */
    void patchU4(int position, int value) {
        data[position] = (byte) (value >>> 24);
        data[position + 1] = (byte) (value >>> 16);
        data[position + 2] = (byte) (value >>> 8);
        data[position + 3] = (byte) value;
    }

    private void reserve(int more) {
        if (length + more > data.length) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, length + more));
        }
    }

    static int u1(byte[] source, int at) {
        return source[at] & 0xFF;
    }

    static int u2(byte[] source, int at) {
        return (source[at] & 0xFF) << 8 | source[at + 1] & 0xFF;
    }

    static int u4(byte[] source, int at) {
        return u2(source, at) << 16 | u2(source, at + 2);
    }
}
