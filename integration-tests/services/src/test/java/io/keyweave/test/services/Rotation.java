package io.keyweave.test.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Contoso;
import io.keyweave.test.ForkedJvm;
import java.util.List;

/**
 * One secret rotated twice under an application that read it when it started: the vault first, then the server first, each time with a gap in
 * which only one of them has the new password.
 *
 * @param vault where the secret is
 * @param secret its name
 * @param server where the accounts are
 * @param ways the application's commands that log in anew each time
 * @param accounts how many accounts they make to the rules: a server and a user name each
 */
record Rotation(Contoso vault, String secret, Server server, List<String> ways, int accounts) {

    private static final String V1 = "first-Password.1";
    private static final String V2 = "second-Password.2";
    private static final String V3 = "third-Password.3";

    /** The accounts of one test at a server. */
    interface Server {
        /** Gives the accounts this password only, creating them if need be. */
        void password(String password) throws Exception;

        /** Logins refused so far. */
        int refusals();
    }

    /** How the application's configuration names the password. */
    String placeholder() {
        return "$<kv:contoso/" + secret + ">";
    }

    /**
     * A login as a form "test your connection" makes it, with whatever somebody types.
     *
     * @param way the application's command, which is followed by port, user name and password
     * @param port of the server that was typed
     * @param user whom it was typed for
     * @param account that user's at that server
     */
    record Form(String way, int port, String user, Server account) {}

    /** The agent's settings; {@code log=debug} shows each login's version where a test fails. */
    static String[] settings() {
        return new String[] {"ttl=1s", "log=debug"};
    }

    /** @param forms what somebody types in the end who knows a former password */
    void run(ForkedJvm application, Form... forms) throws Exception {
        server.password(V1);
        vault.vault().put(secret, V1);
        try (ServiceJvm jvm = new ServiceJvm(application)) {
            ways.forEach(jvm::succeeds);
            vaultFirst(jvm);
            serverFirst(jvm);
            for (Form form : forms) {
                getsNothingFor(jvm, form);
            }
            jvm.finish(V1, V2, V3);
        }
    }

    /**
     * A former password is worth nothing where the application never logged in: it arrives once, as it was typed, or not at all where it was refused a
     * moment ago, and no other does.
     */
    private static void getsNothingFor(ServiceJvm jvm, Form form) throws Exception {
        form.account().password(V3);
        int refusals = form.account().refusals();
        String login = form.way() + " " + form.port() + " " + form.user() + " ";
        jvm.fails(login + V1);
        int more = form.account().refusals() - refusals;
        assertTrue(more <= 1, login + "a former password was refused " + more + " times");
        jvm.succeeds(login + V3);
    }

    /** Uses the one connection that the application opened when it started, after the server has dropped it so many times. */
    @FunctionalInterface
    interface Use {
        void again(ServiceJvm jvm, int dropped) throws Exception;
    }

    /** The same with a connection that the client replaces by itself: the server drops it at each change of the password. */
    void runHeld(ForkedJvm application, Use use) throws Exception {
        server.password(V1);
        vault.vault().put(secret, V1);
        try (ServiceJvm jvm = new ServiceJvm(application)) {
            use.again(jvm, 0);
            int refusals = server.refusals();
            jvm.awaitRotation(vault.vault().put(secret, V2));
            server.password(V1);
            use.again(jvm, 1);
            assertEquals(refusals, server.refusals(), "refused while the vault is ahead");
            server.password(V2);
            use.again(jvm, 2);
            assertEquals(refusals + accounts, server.refusals(), "the old password refused once");
            vault.vault().put(secret, V3);
            server.password(V3);
            use.again(jvm, 3);
            assertEquals(refusals + 2 * accounts, server.refusals(), "the next one, too");
            jvm.finish(V1, V2, V3);
        }
    }

    /** Nothing may fail, and nothing be tried that the server does not know yet. */
    private void vaultFirst(ServiceJvm jvm) throws Exception {
        int refusals = server.refusals();
        jvm.awaitRotation(vault.vault().put(secret, V2));
        ways.forEach(jvm::succeeds);
        assertEquals(refusals, server.refusals(), "refused while the vault is ahead");
        server.password(V2);
        ways.forEach(jvm::succeeds);
        ways.forEach(jvm::succeeds);
        assertEquals(refusals + accounts, server.refusals(), "the old password refused once for each account");
    }

    /** Logins fail in the gap and only there, and the server is not asked again and again. */
    private void serverFirst(ServiceJvm jvm) throws Exception {
        int refusals = server.refusals();
        server.password(V3);
        for (int i = 0; i < 5; i++) {
            ways.forEach(jvm::fails);
        }
        assertTrue(server.refusals() > refusals, "the old password was refused");
        vault.vault().put(secret, V3);
        for (String way : ways) {
            jvm.succeedsAtLast(way);
        }
        int more = server.refusals() - refusals;
        assertTrue(more <= 2 * accounts, "refused " + more + " times");
    }
}
