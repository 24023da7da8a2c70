package io.keyweave.test.spring.overlap;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells when every source of configuration has been read, and what a bean then reads from three of them. */
@SpringBootApplication
public class OverlappingApplication {

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(OverlappingApplication.class)
                .web(WebApplicationType.NONE)
                .listeners((ApplicationListener<ApplicationPreparedEvent>) event -> System.out.println("prepared"))
                .run(arguments);
    }

    @Component
    static class Reader {
        Reader(Environment environment) {
            for (String key : new String[] {"app.password", "sys.secret", "env.secret", "cli.secret"}) {
                System.out.println(key + "=" + environment.getProperty(key));
            }
        }
    }
}
