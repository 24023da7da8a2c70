package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.login.ErrorCode;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.CallLogin;
import io.keyweave.text.PercentEncoding;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One call of a driver's method that logs in. */
abstract class JdbcLogin extends CallLogin {

    private static final int MAX_CAUSES = 10;

    private final Predicate<SQLException> refusal;

    /**
     * @param passwords see {@link #readings}
     * @param refusal whether an exception says that user name or password are wrong, and not that the account is locked or expired
     */
    JdbcLogin(
            Call call,
            LoginTarget target,
            @Nullable String user,
            List<String> passwords,
            Predicate<SQLException> refusal) {
        super(call, target, user, passwords);
        this.refusal = refusal;
    }

    /** The password, and the URL it may be in. */
    static List<String> passed(List<String> passwords, @Nullable String url) {
        if (url == null) {
            return passwords;
        }
        List<String> all = new ArrayList<>(passwords);
        all.add(url);
        return all;
    }

    @Override
    public boolean refused(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof SQLException sql && refusal.test(sql)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public @Nullable ErrorCode code(Throwable failure) {
        return failure instanceof SQLException sql ? new ErrorCode(sql.getSQLState(), sql.getErrorCode()) : null;
    }

    @Override
    public Throwable notAttempted(String message, @Nullable ErrorCode last) {
        return call.raise(
                last != null ? exception(message, last) : new SQLInvalidAuthorizationSpecException(message, "28000"));
    }

    /** An exception like the last one, as far as applications look at it. */
    SQLException exception(String message, ErrorCode last) {
        return new SQLInvalidAuthorizationSpecException(message, last.sqlState(), last.vendorCode());
    }

    /** The password as the driver has it, and what else the text in the URL can have meant. */
    static List<String> readings(@Nullable String password, @Nullable String inUrl) {
        List<String> readings = new ArrayList<>(3);
        if (password != null) {
            readings.add(password);
        }
        if (inUrl != null && !readings.contains(inUrl)) {
            readings.add(inUrl);
        }
        String decoded = password == null ? null : decoded(password);
        if (decoded != null && !readings.contains(decoded)) {
            readings.add(decoded);
        }
        return readings;
    }

    private static @Nullable String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return null;
        }
        try {
            return PercentEncoding.decode(text);
        } catch (IllegalArgumentException notEncoded) {
            return null;
        }
    }
}
