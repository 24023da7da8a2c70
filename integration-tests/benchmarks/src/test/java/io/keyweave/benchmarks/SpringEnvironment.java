package io.keyweave.benchmarks;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;

/** The environment of a Spring Boot application: system properties, variables, and one file of the class path. */
final class SpringEnvironment {

    private SpringEnvironment() {}

    /** An application without beans. */
    private static final class Nothing {}

    /** @param name of the properties file, without its ending */
    static Environment with(String name) {
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties("spring.config.name=" + name)
                .run()
                .getEnvironment();
    }
}
