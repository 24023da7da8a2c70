package io.keyweave.agent.document;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** A document that is none of ours: what looks like a marker in it is changed, so that it represents nothing. */
final class MarkerFreeReader extends FilterReader {

    private static final int BLOCK = 4096;

    private final String prefix;
    private final StringBuilder ahead = new StringBuilder();
    private boolean ended;

    private MarkerFreeReader(Reader in, String prefix) {
        super(in);
        this.prefix = prefix;
    }

    /** Returned as a {@code Reader}: a method that makes the reader and returns it has the JVM load this class to verify the method, in every start. */
    static Reader of(Reader in, String prefix) {
        return new MarkerFreeReader(in, prefix);
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] to, int offset, int length) throws IOException {
        synchronized (lock) {
            if (length == 0) {
                return 0;
            }
            // What may be the beginning of one waits for the rest.
            int open = prefix.length() - 1;
            char[] block = new char[Math.max(BLOCK, Math.min(length, BLOCK * 4))];
            while (!ended && ahead.length() <= open) {
                int count = in.read(block, 0, block.length);
                if (count < 0) {
                    ended = true;
                } else {
                    int from = Math.max(0, ahead.length() - open);
                    ahead.append(block, 0, count);
                    ValueMarkers.disarm(ahead, prefix, from);
                }
            }
            int count = Math.min(length, ended ? ahead.length() : ahead.length() - open);
            if (count == 0) {
                return -1;
            }
            ahead.getChars(0, count, to, offset);
            ahead.delete(0, count);
            return count;
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean ready() throws IOException {
        synchronized (lock) {
            return ended || ahead.length() > prefix.length() - 1 || in.ready();
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void mark(int limit) throws IOException {
        throw new IOException("mark() not supported");
    }

    @Override
    public void reset() throws IOException {
        throw new IOException("reset() not supported");
    }
}
