package io.keyweave.test.services;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One user of a server that these tests bring themselves: the password it takes, and how often it refused another. Thread-safe. */
final class Account implements Rotation.Server {

    private final AtomicInteger refusals = new AtomicInteger();
    /** Nobody knows the first one. */
    private volatile String password = UUID.randomUUID().toString();

    @Override
    public void password(String to) {
        password = to;
    }

    String password() {
        return password;
    }

    void refused() {
        refusals.incrementAndGet();
    }

    @Override
    public int refusals() {
        return refusals.get();
    }
}
