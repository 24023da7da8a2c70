package io.keyweave.test.spring.app;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Reads a property whenever it is asked to, until its input ends. */
@Configuration(proxyBeanMethods = false)
public class WaitingApplication {

    /** Spring Boot starts it. */
    public static void main(String[] args) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(WaitingApplication.class, args)) {
            System.out.println("ready");
            while (System.in.read() >= 0) {
                System.out.println("now " + context.getEnvironment().getProperty("of.file"));
            }
        }
        System.exit(0);
    }
}
