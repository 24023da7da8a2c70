package io.keyweave.agent.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a placeholder at its place.
 *
 * @param readers who may read it; empty when nobody that Keyweave knows does
 * @param trusted whether placeholders are resolved there
 * @param remedy what to do when it stays text; may be empty
 */
record Resolution(List<TextReader> readers, Trusted trusted, String remedy) {

    private static final int MOST_NAMES = 2;

    enum Trusted {
        YES,
        NO,
        /** The operator wants text there, by the setting {@code sources}. */
        LEFT_OUT,
        /** Where a file is mounted, or what a template makes of a value, is not in the files that were given. */
        DEPENDS
    }

    /** Of a variable or a property. */
    static Resolution source(String reader, boolean within) {
        return new Resolution(
                List.of(new TextReader(reader, true)),
                within ? Trusted.YES : Trusted.LEFT_OUT,
                within ? "" : "The setting sources leaves it out.");
    }

    static Resolution nobody(String remedy) {
        return new Resolution(List.of(), Trusted.NO, remedy);
    }

    /** Whether the application would get the placeholder as it is written. */
    boolean text() {
        return trusted == Trusted.NO || trusted == Trusted.LEFT_OUT;
    }

    /** {@code Spring, SnakeYAML (copied)}, no more than a table has room for. */
    String readerNames() {
        if (readers.isEmpty()) {
            return trusted == Trusted.DEPENDS ? "unknown" : "nobody";
        }
        List<String> names = new ArrayList<>();
        for (TextReader reader : readers) {
            names.add(reader.live() ? reader.name() : reader.name() + " (copied)");
        }
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }

    String trustedWord() {
        return switch (trusted) {
            case YES -> "yes";
            case NO -> "no";
            case LEFT_OUT -> "no, sources";
            case DEPENDS -> "depends";
        };
    }

    /** @param pinned whether the placeholder names a version */
    String rotates(boolean pinned) {
        if (text()) {
            return "-";
        }
        if (pinned) {
            return "no, pinned";
        }
        boolean live = false;
        boolean copied = false;
        for (TextReader reader : readers) {
            live |= reader.live();
            copied |= !reader.live();
        }
        return live && copied ? "if not copied" : live ? "yes" : copied ? "no, copied" : "depends";
    }
}
