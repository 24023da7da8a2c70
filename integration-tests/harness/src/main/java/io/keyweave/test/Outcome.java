package io.keyweave.test;

import java.time.Duration;
import java.util.List;

/**
 * How a JVM ended and what it printed.
 *
 * @param exitCode the exit code
 * @param out lines of standard output
 * @param err lines of standard error
 * @param took from its start to its end
 */
public record Outcome(int exitCode, List<String> out, List<String> err, Duration took) {

    /** Standard output as one text. */
    public String outText() {
        return String.join("\n", out);
    }

    /** Standard error as one text. */
    public String errText() {
        return String.join("\n", err);
    }

    /** Fails with everything printed unless the exit code is the expected one. */
    public Outcome expect(int code) {
        if (exitCode != code) {
            throw new AssertionError("exit code " + exitCode + " instead of " + code + "\n" + this);
        }
        return this;
    }

    /** Fails with everything printed if a patch of the agent had an internal error, or if one of these secrets was printed. */
    public Outcome expectHarmless(String... secrets) {
        String all = toString();
        if (all.contains("inside the agent")) {
            throw new AssertionError("an internal error\n" + all);
        }
        for (String secret : secrets) {
            if (all.contains(secret)) {
                throw new AssertionError("printed " + secret + "\n" + all);
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return "exit " + exitCode + "\n--- out\n" + outText() + "\n--- err\n" + errText();
    }
}
