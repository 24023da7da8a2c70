package io.keyweave.agent.runtime;

import static io.keyweave.Log.Level.DEBUG;
import static io.keyweave.Log.Level.ERROR;
import static io.keyweave.Log.Level.INFO;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of the agent as a whole. */
final class AgentMessages {

    static final MessageCode STARTED = new MessageCode(
            "KW-1001",
            INFO,
            "Keyweave {keyweave} has started in {took}, with secrets: {vaults}.« Identity: {identities}.»",
            "The sign of life: every secret that the start needs is there, and `main` runs.");

    static final MessageCode FIRST_PLACEHOLDER = new MessageCode(
            "KW-1002",
            INFO,
            "Keyweave {keyweave} has met the first placeholder of this JVM, which it has started without one.",
            "The sign of life of a JVM that had no placeholder when it started, and loads one now.");

    static final MessageCode TIME_LINE = new MessageCode(
            "KW-1051",
            DEBUG,
            "time line: {phases}",
            "When each phase of the start ran: its name, and its begin and end in milliseconds.");

    static final MessageCode NO_SOCKET = new MessageCode(
            "KW-1052",
            DEBUG,
            "the commands status, refresh and report cannot reach this JVM by a socket: {why}",
            "The JVM makes it in `/tmp/.keyweave-UID` five seconds after its first secret. `status` of a JDK works all the same, by the JVM's attach"
                    + " mechanism.");

    static final MessageCode NOT_STARTED = new MessageCode(
            "KW-1100",
            ERROR,
            "this JVM does not start. {report}",
            "A placeholder cannot be resolved. The report names every one of them, with the reason by its own code. Exit code 78, 77 or 69.");

    static final MessageCode NOT_ARRIVED = new MessageCode(
            "KW-1105",
            ERROR,
            "this JVM does not start. Its secrets did not arrive within {timeout} after the first read: something holds the fetch up, such as a lock"
                    + " that the reading code holds. Set startup-wait=premain.",
            "With `startup-wait=first-read`: the fetch takes longer than the settings allow it to and ten seconds more. Exit code 69.");

    static final MessageCode NOT_FETCHED = new MessageCode(
            "KW-1106",
            ERROR,
            "this JVM does not start. Its secrets could not be fetched: {exception}",
            "A defect, with `startup-wait=first-read`: please report it with this line. Exit code 70.");

    static final MessageCode APPLICATION_NOT_STARTED = new MessageCode(
            "KW-1107",
            ERROR,
            "this application does not start. {report}",
            "What KW-1100 is for a JVM, where a Spring Boot application finds out while it starts.");

    static final MessageCode INTERNAL_ERROR = new MessageCode(
            "KW-9001",
            WARN,
            "{where} failed inside the agent ({error}); the application goes on as without it. Please report this.",
            "A defect, by its code and kind. Each is logged once, at `warn`. `log=debug` adds its stack trace, and `status PID` lists all"
                    + " with their count.");

    static final MessageCode INTERNAL_TRACE =
            new MessageCode("KW-9002", DEBUG, "{trace}", "The stack trace of KW-9001, only with `log=debug`.");

    static final MessageCode NOT_MATCHED = new MessageCode(
            "KW-9021",
            WARN,
            "Unknown version of {library}«{place}»: {class} has no {methods}. What does not work without it: {purpose}. Use the version before, and"
                    + " please report this line as an issue of the project that this agent came from.",
            "A library is newer, or older, than the patch for it: the method is not there. The line names the library's file and version. Everything"
                    + " else works; `status PID` and the bean `io.keyweave:type=Patches` list each patch as waiting, active or not matched.");

    static final MessageCode REFUSED_LOAD = new MessageCode(
            "KW-1108",
            ERROR,
            "{report}",
            "What KW-1100 is for a JVM, for a file that the application loads: the load fails with an exception whose text is the report.");

    static final MessageCode BROKEN_LOAD = new MessageCode(
            "KW-9031",
            ERROR,
            "{place} holds text that looks like a placeholder, and the agent failed before it could judge or resolve it ({exception}). It was not"
                    + " loaded, so that no placeholder passes for a value. Restart this JVM; if it happens again, please report it.",
            "Mostly the JVM was short of memory or stack at that moment.");

    private AgentMessages() {}
}
