package io.keyweave.agent.patch;

import io.keyweave.agent.trust.WeakIdentityMap;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/** Bytes with markers that a library has read into memory and hands to a parser as a stream of its own. Thread-safe. */
public final class MarkedCopies {

    private static final WeakIdentityMap<Boolean> COPIES = new WeakIdentityMap<>();

    private static volatile boolean any;

    private MarkedCopies() {}

    public static void add(byte[] copy) {
        COPIES.put(copy, Boolean.TRUE);
        any = true;
    }

    /** Whether a stream reads one of them. */
    public static boolean in(@Nullable Object stream) {
        if (!any || stream == null || stream.getClass() != ByteArrayInputStream.class) {
            return false;
        }
        try {
            Object bytes = Reflected.field(stream, "buf").get(stream);
            return bytes != null && COPIES.contains(bytes);
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            return false;
        }
    }
}
