package io.keyweave.agent.document;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;

/** A reader again, with what was read of it. */
final class PushedBack {

    private PushedBack() {}

    static Reader reader(char[] given, Reader rest) throws IOException {
        PushbackReader instead = new PushbackReader(rest, Math.max(1, given.length));
        instead.unread(given);
        return instead;
    }
}
