package io.keyweave.agent.login;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that logins with our credentials are made for, a thousand at most. Of more, those go first whose password no server is known to
 * take, so that nobody who tries many can make the JVM forget the good ones. Thread-safe.
 */
final class Accounts {

    private static final int MAX_ACCOUNTS = 1000;

    private final LongSupplier nanos;
    private final Map<CredentialSource, LoginHistory> accounts = new ConcurrentHashMap<>();

    Accounts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    LoginHistory of(CredentialSource source) {
        LoginHistory known = accounts.get(source);
        if (known == null) {
            if (accounts.size() >= MAX_ACCOUNTS) {
                forgetOne();
            }
            known = accounts.computeIfAbsent(source, s -> new LoginHistory(nanos));
        }
        known.use();
        return known;
    }

    private void forgetOne() {
        CredentialSource oldest = null;
        boolean unproven = false;
        long used = 0;
        for (Map.Entry<CredentialSource, LoginHistory> one : accounts.entrySet()) {
            boolean better = one.getValue().unproven();
            long last = one.getValue().used();
            if (oldest == null || better && !unproven || better == unproven && last - used < 0) {
                oldest = one.getKey();
                unproven = better;
                used = last;
            }
        }
        if (oldest != null) {
            accounts.remove(oldest);
        }
    }

    /** The credential that last worked, if that is known. */
    @Nullable
    CredentialVersion worked(CredentialSource source) {
        LoginHistory account = accounts.get(source);
        return account == null ? null : account.worked();
    }

    /** Whether the credential has worked at any target: a cluster's servers are many with one account. */
    boolean workedSomewhere(CredentialSource source) {
        for (Map.Entry<CredentialSource, LoginHistory> known : accounts.entrySet()) {
            if (known.getKey().sameCredential(source) && known.getValue().worked() != null) {
                return true;
            }
        }
        return false;
    }
}
