package io.keyweave.lastknown;

import static io.keyweave.Log.Level.ERROR;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of last known values. */
final class LastKnownMessages {

    static final MessageCode NOT_USED = new MessageCode(
            "KW-4302",
            ERROR,
            "the last known value of {secret} is not used: the file {file} {why}.",
            "The line says why: too old, changed, of another key, secret or vault. The file is written anew as soon as the vault answers.");

    static final MessageCode NOT_WRITTEN = new MessageCode(
            "KW-4303",
            WARN,
            "the last known value of {secret} cannot be written to {directory} ({exception}): a start without the vault would not have it. Check the"
                    + " directory's space and rights.",
            "The application is not harmed; a start without the vault would not have this value.");

    static final MessageCode NOT_DELETED = new MessageCode(
            "KW-4304",
            ERROR,
            "the last known value of {secret} was withdrawn by its vault and cannot be deleted from {directory} ({exception}). Delete the file {file}"
                    + " there.",
            "A start without the vault would serve a value that was revoked.");

    static final MessageCode KEEPS_NOTHING = new MessageCode(
            "KW-4305",
            WARN,
            "last-known keeps nothing, because max-stale is 0: remove one of them.",
            "The two contradict each other.");

    static final MessageCode REFUSED = new MessageCode("KW-5131", ERROR, "{origin}: {problem}.", "{do}.");

    private LastKnownMessages() {}
}
