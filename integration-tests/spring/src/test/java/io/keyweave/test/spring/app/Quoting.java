package io.keyweave.test.spring.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

/** Prints the property {@code quoting} and has no other that is a placeholder. */
public final class Quoting {

    private Quoting() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Quoting.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        System.out.println(
                "quoting=" + application.run(arguments).getEnvironment().getProperty("quoting"));
    }
}
