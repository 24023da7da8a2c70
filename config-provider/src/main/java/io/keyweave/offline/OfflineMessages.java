package io.keyweave.offline;

import static io.keyweave.Log.Level.ERROR;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told where a file replaces the vaults. */
final class OfflineMessages {

    static final MessageCode OFFLINE = new MessageCode(
            "KW-5301",
            WARN,
            "OFFLINE: secrets come from the file {file} and from no vault. Remove the setting offline in any environment that matters.",
            "As the setting says: for a developer's laptop.");

    static final MessageCode NO_LINE = new MessageCode(
            "KW-5302", ERROR, "The offline file {file} has no line for this secret.", "Add {line} to it.");

    static final MessageCode UNREADABLE =
            new MessageCode("KW-5303", ERROR, "The offline file {file} cannot be read ({why}).", "{do}");

    private OfflineMessages() {}
}
