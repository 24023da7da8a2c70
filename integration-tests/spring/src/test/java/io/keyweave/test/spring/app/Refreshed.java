package io.keyweave.test.spring.app;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.stereotype.Component;

/** Made anew when Spring Cloud says so. */
@Component
@RefreshScope
public class Refreshed {

    private final String two;

    public Refreshed(@Value("${app.map.key}") String two) {
        this.two = two;
    }

    public String two() {
        return two;
    }
}
