package io.keyweave.test.databases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@link StandIn} knows of its users, and who tried to log in with what. Thread-safe. */
final class Accounts {

    /** What a server makes of a login. */
    enum Verdict {
        WELCOME,
        WRONG,
        LOCKED,
        EXPIRED
    }

    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, Verdict> states = new HashMap<>();
    private final List<String> attempts = new ArrayList<>();

    synchronized void password(String user, String password) {
        passwords.put(user, password);
    }

    /** Whatever the password: {@code WELCOME} lets the password decide again. */
    synchronized void state(String user, Verdict verdict) {
        states.put(user, verdict);
    }

    synchronized Verdict login(String user, String password) {
        attempts.add(user + " " + password);
        Verdict state = states.getOrDefault(user, Verdict.WELCOME);
        return state != Verdict.WELCOME || password.equals(passwords.get(user)) ? state : Verdict.WRONG;
    }

    /** What was tried since the last question, {@code user password} each. */
    synchronized List<String> attempts() {
        List<String> since = List.copyOf(attempts);
        attempts.clear();
        return since;
    }
}
