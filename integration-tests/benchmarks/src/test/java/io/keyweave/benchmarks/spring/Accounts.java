package io.keyweave.benchmarks.spring;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Twenty secrets, read and checked where beans read them: when this one is made, in the middle of the start. */
@Component
class Accounts {

    private static final int SECRETS = 20;

    Accounts(Environment environment) {
        for (int i = 0; i < SECRETS; i++) {
            String secret = environment.getRequiredProperty("secret." + i);
            if (!secret.equals("value-" + i)) {
                throw new IllegalStateException("secret." + i + " did not resolve");
            }
        }
    }
}
