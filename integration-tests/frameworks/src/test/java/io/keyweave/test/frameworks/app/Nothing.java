package io.keyweave.test.frameworks.app;

/** Ends at once. */
public final class Nothing {

    private Nothing() {}

    public static void main(String[] args) {}
}
