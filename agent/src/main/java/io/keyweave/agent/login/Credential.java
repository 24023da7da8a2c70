package io.keyweave.agent.login;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a login is made with. {@link #toString()} shows nothing.
 *
 * @param user the user name, or null when the driver finds it elsewhere
 * @param password the password
 */
public record Credential(@Nullable String user, String password) {

    public Credential {
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "Credential[hidden]";
    }
}
