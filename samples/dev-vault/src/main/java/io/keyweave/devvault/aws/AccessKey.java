package io.keyweave.devvault.aws;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a principal signs its requests with. {@link #toString} hides the secret parts.
 *
 * @param principal the ARN that refusals name
 * @param sessionToken of temporary credentials; null for those of a user
 * @param expires when temporary credentials end
 */
record AccessKey(
        String id,
        String secret,
        @Nullable String sessionToken,
        String principal,
        String account,
        @Nullable Instant expires) {

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
