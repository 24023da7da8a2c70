package io.keyweave.test.identity;

import io.keyweave.SecretException;

/** Waits for a value, for at most half a minute. */
final class Reading {

    private Reading() {}

    static void until(Reader reader, String name, String value) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try {
                if (reader.read(name).value().equals(value)) {
                    return;
                }
            } catch (SecretException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(name + " does not become what it should be");
            }
            Thread.onSpinWait();
        }
    }
}
