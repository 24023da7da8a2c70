package io.keyweave.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy. {@link #toString()} leaves the password out. */
record HttpProxy(String host, int port, @Nullable String user, @Nullable String password) {

    /** The value of {@code Proxy-Authorization}, or {@code null} without a user. */
    @Nullable
    String authorization() {
        if (user == null) {
            return null;
        }
        String pair = user + ":" + (password == null ? "" : password);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
