package com.example.harmless;

/** Makes a JVM look like Java 11 to whoever comes next. */
public final class OldJvmAgent {

    private OldJvmAgent() {}

    public static void premain(String arguments) {
        System.setProperty("java.class.version", "55.0");
        System.setProperty("java.version", "11.0.25");
    }
}
