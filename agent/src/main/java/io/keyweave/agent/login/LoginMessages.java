package io.keyweave.agent.login;

import static io.keyweave.Log.Level.DEBUG;
import static io.keyweave.Log.Level.INFO;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of logins with passwords that come from secrets. */
final class LoginMessages {

    static final MessageCode REFUSED = new MessageCode(
            "KW-6001",
            WARN,
            "{target} refused {credential}: it is not tried again for 60 s",
            "A server refused a password of the vault: its rotation is half done, or the account is another's. See [databases](databases.md).");

    static final MessageCode GO_ON = new MessageCode(
            "KW-6002",
            INFO,
            "logins at {target} go on with {credential}",
            "A server has taken the new password. Nothing to do.");

    static final MessageCode WITHHELD = new MessageCode(
            "KW-6003",
            WARN,
            "{target} refused version {version} of {credential}, and version {current} was not offered: nothing shows that the secret belongs there."
                    + " If it does, set logins={servers}",
            "Somebody passed a former or copied password at a server where it has never worked in this JVM. A newer one is not sent to servers"
                    + " nobody has named. Set `logins=` if the server is yours; see"
                    + " [databases.md](databases.md#who-is-offered-another-password).");

    static final MessageCode WAITS = new MessageCode(
            "KW-6004",
            WARN,
            "{target} refuses what it took before, and the vault has no other version of {credential}: the client is made to wait, five minutes at"
                    + " most. Put the server's password into the vault, or the vault's into the server.",
            "A Kafka client whose password was changed at the broker first. It gets no exception yet, for many clients would end with it, and"
                    + " goes on by itself when the vault has the broker's password. See [databases](databases.md).");

    static final MessageCode PREVIOUS = new MessageCode(
            "KW-6007",
            WARN,
            "{target} refuses the current version of {credential} and took {version}, the one before it: the rotation has not reached that server"
                    + " yet.",
            "Put the new password into the server. Only where the service knows the version before the current one, as AWS does.");

    static final MessageCode RESTS = new MessageCode(
            "KW-6005",
            WARN,
            "{target} refused {credential} less than 60 s ago, and the vault has no other version. The login is not attempted, so that the account"
                    + " is not locked. Put the server's password into the vault, or the vault's into the server.",
            "What logins fail with in that minute. See [databases](databases.md).");

    static final MessageCode RESTS_UNNAMED = new MessageCode(
            "KW-6006",
            WARN,
            "{target} refused this user name and password less than 60 s ago. The login is not attempted, so that the account is not locked.",
            "The same as KW-6005, where whoever passed the text is not told that it was a secret's.");

    static final MessageCode SHORT = new MessageCode(
            "KW-6011",
            WARN,
            "the password of a login at {target} equals {credential}, which has less than 8 characters and may be a coincidence: a rotation does not"
                    + " reach that login. Choose a longer password, or keep the user name in the same secret.",
            "A short text may be anything. Said once for each secret.");

    static final MessageCode AMBIGUOUS = new MessageCode(
            "KW-6012",
            WARN,
            "one password is in {names}, whose current values differ: logins with it stay as the application makes them. Give each account a"
                    + " password of its own.",
            "It has to be clear which secret a login means.");

    static final MessageCode BEGINS = new MessageCode(
            "KW-6021",
            DEBUG,
            "login at {target} with {credential}",
            "Only with `log=debug`: which version is offered.");

    private LoginMessages() {}
}
