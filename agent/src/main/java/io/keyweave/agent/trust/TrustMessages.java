package io.keyweave.agent.trust;

import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of text that nobody declared trustworthy. */
final class TrustMessages {

    static final MessageCode UNTRUSTED = new MessageCode(
            "KW-5401",
            WARN,
            "{origin}, read by {reader}: a placeholder in it was not resolved, because text from there is not trusted. {remedy} (docs/trust.md).",
            "Text with placeholders came from a stream or file nobody declared trustworthy; nothing was resolved. If it is yours, do what the"
                    + " message says, one of these. If only operators can write this file, set `trust=`FILE. If this class never reads text of users, set"
                    + " `trust=class:`NAME. Put the placeholder into an environment variable or a file that is trusted, and refer to it from"
                    + " there. See [trust](trust.md).");

    private TrustMessages() {}
}
