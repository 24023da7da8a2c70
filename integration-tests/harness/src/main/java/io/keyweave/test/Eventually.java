package io.keyweave.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Waits for what another process or thread does at its own pace: bounded, and over as soon as it is done. Whoever looks and gets an
 * exception looks again, for a server that starts refuses its callers first; an {@link AssertionError} ends the wait at once. In the end the
 * test fails with what was awaited and what was seen last.
 */
public final class Eventually {

    private static final Duration STEP = Duration.ofMillis(50);

    private Eventually() {}

    /** Waits until the condition holds. */
    public static void holds(String what, Callable<Boolean> condition) {
        look(what, ForkedJvm.PATIENCE, condition, met -> met, "");
    }

    /**
     * The same with a patience of the test's own.
     *
     * @param scene what the condition is about; its text at the end is part of the failure's message
     */
    public static void holds(String what, Duration patience, Object scene, Callable<Boolean> condition) {
        look(what, patience, condition, met -> met, scene);
    }

    /** Looks until what is seen is as wanted, and returns it. */
    public static <T> T sees(String what, Callable<T> look, Predicate<? super T> wanted) {
        return look(what, ForkedJvm.PATIENCE, look, wanted, "");
    }

    /** The same with a scene whose text at the end is part of the failure's message. */
    public static <T> T sees(String what, Object scene, Callable<T> look, Predicate<? super T> wanted) {
        return look(what, ForkedJvm.PATIENCE, look, wanted, scene);
    }

    /**
     * Looks until the text has each of the parts at the same time, and returns it. Numbers are registered one after the other, and a scrape that meets the
     * registration shows some of them.
     */
    public static String shows(String what, Callable<String> look, List<String> parts) {
        return look(
                what + " with " + parts,
                ForkedJvm.PATIENCE,
                look,
                text -> parts.stream().allMatch(text::contains),
                "");
    }

    private static <T> T look(
            String what, Duration patience, Callable<T> look, Predicate<? super T> wanted, Object scene) {
        long deadline = System.nanoTime() + patience.toNanos();
        String last;
        Exception failure;
        do {
            try {
                T seen = look.call();
                if (wanted.test(seen)) {
                    return seen;
                }
                last = "seen last: " + seen;
                failure = null;
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (Exception e) {
                last = "failed last: " + e;
                failure = e;
            }
            try {
                Thread.sleep(STEP.toMillis());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        } while (System.nanoTime() < deadline);
        throw new AssertionError("waited without success for: " + what + "; " + last + "\n" + scene, failure);
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
