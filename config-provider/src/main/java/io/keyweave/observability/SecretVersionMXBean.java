package io.keyweave.observability;

/**
 * One version of a secret in this JVM: {@code io.keyweave:type=SecretVersion,vault=...,name=...,version=055b1234}. A former version may be deleted
 * in the vault when no JVM has used it for longer than the slowest of them keeps a connection.
 */
public interface SecretVersionMXBean {

    /** 1 when readers get this version, otherwise 0. */
    int getServed();

    /** Since the vault last confirmed it to this JVM; NaN when it has not lately. */
    double getSecondsSinceFetch();

    /** Since a server last accepted a login with it; NaN when none has. */
    double getSecondsSinceLogin();

    /** Logins with it that a server has accepted. */
    long getLogins();

    /** Texts of it that the application holds though another version is served; one that nobody holds counts until the next garbage collection. */
    int getCopies();
}
