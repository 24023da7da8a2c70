package com.newrelic.bootstrap;

/** Stands for the agent whose class has this name: reads its key as that one does, at its start. */
public final class BootstrapAgent {

    private BootstrapAgent() {}

    public static void premain(String arguments) {
        System.out.println("key " + System.getenv("NEW_RELIC_LICENSE_KEY"));
    }
}
