package io.keyweave.agent.trust;

import static io.keyweave.Log.Level.INFO;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of text that nobody declared trustworthy, and of files that are and that nobody reads. */
public final class TrustMessages {

    static final MessageCode UNTRUSTED = new MessageCode(
            "KW-5401",
            WARN,
            "{origin}, read by {reader}: a placeholder in it was not resolved, because text from there is not trusted. {remedy} (docs/trust.md).",
            "Text with placeholders came from a stream or file nobody declared trustworthy; nothing was resolved. If it is yours, do what the"
                    + " message says, one of these. If only operators can write this file, set `trust=`FILE. If this class never reads text of users, set"
                    + " `trust=class:`NAME. Put the placeholder into an environment variable or a file that is trusted, and refer to it from"
                    + " there. See [trust](trust.md).");

    public static final MessageCode UNREAD = new MessageCode(
            "KW-5403",
            INFO,
            "{file} holds a placeholder, and nothing that resolves placeholders has read it since the start. Whoever reads it by other means gets"
                    + " text. \"java -jar keyweave-agent.jar check FILE\" tells who resolves it (docs/frameworks.md).",
            "A minute after the start, of each file that `trust=` names: no reader of [frameworks](frameworks.md) has read it so far. The application"
                    + " may read it later. It may also read the text by itself, or with a library of its own. Then use a file of that page, a system"
                    + " property or an environment variable. `status` lists them as \"Files of trust= with a placeholder that nothing has"
                    + " resolved so far\".");

    private TrustMessages() {}
}
