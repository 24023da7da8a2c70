package io.keyweave.test.spring.app;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Reads its configuration before there is any bean, as libraries do. Named in {@code spring.factories}; only for those who
 * set {@code early}, because whoever reads waits. */
public class Early implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /**
     * What it read.
     *
     * @param password through the environment
     * @param nested through a binder of its own
     */
    record Seen(String password, Map<String, String> nested) {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        if (!environment.containsProperty("early")) {
            return;
        }
        Map<String, String> nested = Binder.get(environment)
                .bind("app.nested", Bindable.mapOf(String.class, String.class))
                .get();
        context.getBeanFactory()
                .registerSingleton("early", new Seen(String.valueOf(environment.getProperty("app.password")), nested));
    }
}
