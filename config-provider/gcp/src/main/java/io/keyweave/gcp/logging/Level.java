package io.keyweave.gcp.logging;

/** The levels by which the libraries ask whether something would be written: nothing is. */
public final class Level {

    public static final Level ALL = new Level();
    public static final Level CONFIG = ALL;
    public static final Level FINE = ALL;
    public static final Level FINER = ALL;
    public static final Level FINEST = ALL;
    public static final Level INFO = ALL;
    public static final Level WARNING = ALL;
    public static final Level SEVERE = ALL;
    public static final Level OFF = ALL;

    private Level() {}
}
