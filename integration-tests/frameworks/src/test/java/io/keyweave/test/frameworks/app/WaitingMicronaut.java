package io.keyweave.test.frameworks.app;

import io.micronaut.context.ApplicationContext;

/** Starts Micronaut and waits until its input ends. */
public final class WaitingMicronaut {

    private WaitingMicronaut() {}

    public static void main(String[] args) throws Exception {
        try (ApplicationContext context = ApplicationContext.builder().start()) {
            System.out.println("ready");
            while (System.in.read() >= 0) {
                System.out.println("now "
                        + context.getProperty("from.variable", String.class).orElse(""));
            }
        }
        System.exit(0);
    }
}
