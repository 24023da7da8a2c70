package io.keyweave.samples.testing;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Signs orders with a key that it reads each time, as a connection pool reads a password at each login. */
@Component
public class Orders {

    private final Environment environment;

    public Orders(Environment environment) {
        this.environment = environment;
    }

    /** The key that is valid now; null when it was revoked. */
    public @Nullable String key() {
        return environment.getProperty("orders.key");
    }
}
