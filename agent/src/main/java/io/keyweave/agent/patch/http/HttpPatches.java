package io.keyweave.agent.patch.http;

import io.keyweave.agent.patch.Patch;
import org.jspecify.annotations.Nullable;

/** The patched classes of {@code HttpURLConnection} and {@code java.net.http}. */
public final class HttpPatches {

    private HttpPatches() {}

    /** @param name internal name, with slashes */
    public static @Nullable Patch find(String name) {
        return switch (name) {
            case "java/net/Authenticator" -> new AuthenticatorPatch();
            case "sun/net/www/protocol/http/AuthenticationInfo" -> new AuthenticationInfoPatch();
            case "jdk/internal/net/http/AuthenticationFilter" -> new AuthenticationFilterPatch();
            default -> null;
        };
    }
}
