package io.keyweave.test.frameworks.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Starts Micronaut, and answers until its input ends: {@code meters} with what Prometheus would scrape, anything else with a property. */
public final class WaitingMicronaut {

    private WaitingMicronaut() {}

    public static void main(String[] args) throws Exception {
        try (ApplicationContext context = ApplicationContext.builder().start()) {
            System.out.println("ready");
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(
                        question.equals("meters")
                                ? "meters "
                                        + context.getBean(PrometheusMeterRegistry.class)
                                                .scrape()
                                                .replace("\n", "\u00b6")
                                : "now "
                                        + context.getProperty("from.variable", String.class)
                                                .orElse(""));
            }
        }
        System.exit(0);
    }
}
