package io.keyweave.test.databases;

/** A real server with an account {@code app} whose password can be changed. Closing it stops the server. */
interface Database extends AutoCloseable {

    String url();

    /** A query for a text that names the session and, after a blank, its user. */
    String sessionQuery();

    /** Creates the account, or gives it this password only. */
    void password(String user, String password);

    /** Logins the server has refused so far. */
    int refusals();

    @Override
    void close();
}
