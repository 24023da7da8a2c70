package io.keyweave.gcp;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param label for messages: {@code service account app@contoso-prod.iam.gserviceaccount.com}
 * @param member as a role is granted to it: {@code serviceAccount:...}; {@code null} when it is not known
 * @param account the e-mail address of a service account, or {@code null}
 */
record CallerIdentity(String label, @Nullable String member, @Nullable String account) {

    static CallerIdentity serviceAccount(String email, String how) {
        return new CallerIdentity("service account " + email + how, "serviceAccount:" + email, email);
    }
}
