package io.keyweave.agent.login;

import io.keyweave.agent.LogInto;
import io.keyweave.settings.ServerPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Logins at one server, with a vault, a clock and a log of the test's. */
abstract class LoginsFixture {

    static final String V1 = "first-password";
    static final String V2 = "second-password";
    static final String V3 = "third-password";

    private final AtomicLong nanos = new AtomicLong();
    final List<String> log = new ArrayList<>();
    final List<ServerPattern> listed = new ArrayList<>();
    final FakeServedSecrets vault = new FakeServedSecrets();
    final FakeServer server = new FakeServer("db:1");
    final Logins logins = new Logins(vault, listed, nanos::get, new LogInto(log));

    final Object login(String user, String... passwords) throws Throwable {
        return logins.login(server.login(user, passwords));
    }

    final void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
