package io.keyweave;

/** A listener's registration. Closing it ends the calls, apart from one that may be under way; closing twice is fine. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
