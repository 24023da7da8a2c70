package io.keyweave.agent.document;

import java.io.IOException;
import java.io.InputStream;

/** Fails at the first read, for parsers that are given a stream before they read. */
public final class FailingStream extends InputStream {

    private final IOException failure;

    public FailingStream(IOException failure) {
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        throw failure;
    }
}
