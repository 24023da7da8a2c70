package io.keyweave.gcp;

import java.util.Map;

/**
 * What a request shows: its headers, whose they are. {@link #toString()} never shows the token.
 *
 * @param headers such as {@code Authorization}
 * @param fresh whether it was made for the request at hand, so that another one would be refused, too
 */
record Authorization(Map<String, String> headers, CallerIdentity identity, boolean fresh) {

    Authorization kept() {
        return new Authorization(headers, identity, false);
    }

    @Override
    public String toString() {
        return "Authorization[" + identity.label() + "]";
    }
}
