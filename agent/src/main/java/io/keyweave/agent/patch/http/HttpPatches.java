package io.keyweave.agent.patch.http;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of {@code HttpURLConnection} and {@code java.net.http}. */
public final class HttpPatches {

    private HttpPatches() {}

    public static PatchList list() {
        return new PatchList("the JDK's HTTP clients", "a rotated password for new requests")
                .add("java.net.Authenticator", AuthenticatorPatch::new)
                .add("sun.net.www.protocol.http.AuthenticationInfo", AuthenticationInfoPatch::new)
                .add("jdk.internal.net.http.AuthenticationFilter", AuthenticationFilterPatch::new);
    }
}
