package io.keyweave.agent.document;

import java.io.IOException;
import java.io.Reader;

/** Fails at the first read, for parsers that are given a reader before they read. */
public final class FailingReader extends Reader {

    private final IOException failure;

    private FailingReader(IOException failure) {
        this.failure = failure;
    }

    /** As {@link MarkerFreeReader#of}. */
    public static Reader of(IOException failure) {
        return new FailingReader(failure);
    }

    @Override
    public int read(char[] buffer, int from, int count) throws IOException {
        throw failure;
    }

    @Override
    public void close() {}
}
