package io.keyweave.agent.login;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A server that accepts some credentials, and the driver in front of it. */
final class FakeServer {

    final Set<String> accepted = new HashSet<>();
    final List<String> attempts = new ArrayList<>();
    int refusals;
    SQLException trouble;
    private final LoginTarget target;

    FakeServer(String target) {
        this.target = LoginTarget.list(target, "fake", target);
    }

    FakeServer accept(String user, String password) {
        accepted.add(user + "/" + password);
        return this;
    }

    FakeServer drop(String user, String password) {
        accepted.remove(user + "/" + password);
        return this;
    }

    synchronized Object connect(String user, String password) throws SQLException {
        attempts.add(user + "/" + password);
        if (trouble != null) {
            throw trouble;
        }
        if (!accepted.contains(user + "/" + password)) {
            refusals++;
            throw new SQLException("wrong", "28P01");
        }
        return "connection " + attempts.size();
    }

    Login login(String user, String... passwords) {
        return new Login() {
            @Override
            public LoginTarget target() {
                return target;
            }

            @Override
            public String user() {
                return user;
            }

            @Override
            public List<String> passwords() {
                return List.of(passwords);
            }

            @Override
            public Object asGiven() throws SQLException {
                return connect(user, passwords[0]);
            }

            @Override
            public Object with(Credential credential) throws SQLException {
                return connect(credential.user(), credential.password());
            }

            @Override
            public boolean refused(Throwable failure) {
                return failure instanceof SQLException sql && "28P01".equals(sql.getSQLState());
            }

            @Override
            public ErrorCode code(Throwable failure) {
                return new ErrorCode(((SQLException) failure).getSQLState(), 0);
            }

            @Override
            public Throwable notAttempted(String message, ErrorCode last) {
                return new SQLException(message, last == null ? null : last.sqlState());
            }
        };
    }
}
