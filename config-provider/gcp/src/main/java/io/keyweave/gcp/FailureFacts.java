package io.keyweave.gcp;

import io.keyweave.SecretRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a failed attempt, for {@link GcpMessage}. Used by one thread. */
final class FailureFacts {

    private static final int LONGEST_DETAIL = 300;
    private static final int SHORTEST_PROOF = 20;

    private final @Nullable SecretRef ref;
    private final long begun = System.nanoTime();
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> proofs = new ArrayList<>(2);
    private int status;
    private @Nullable Duration retryAfter;

    FailureFacts(@Nullable SecretRef ref, SecretResource resource, String host) {
        this.ref = ref;
        with("resource", resource.name());
        with("secret", resource.secret());
        with("project", resource.project());
        with("consumer", resource.project());
        with("version", resource.version());
        with("number", resource.version());
        with("host", host);
        if (resource.location() != null) {
            with("location", resource.location());
        }
    }

    /** What was sent to prove who we are: a text that repeats a word of it is not shown. */
    FailureFacts proof(String sent) {
        proofs.add(sent);
        return this;
    }

    private boolean repeatsProof(String text) {
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || " \t\r\n\"',;:[](){}<>".indexOf(text.charAt(at)) >= 0) {
                String word = text.substring(from, at);
                from = at + 1;
                for (String proof : proofs) {
                    if (word.length() >= SHORTEST_PROOF && proof.contains(word)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    FailureFacts with(String name, @Nullable String text) {
        if (text != null && !repeatsProof(text)) {
            texts.put(name, clean(text));
        }
        return this;
    }

    FailureFacts who(CallerIdentity identity) {
        with("identity", identity.label());
        with("member", identity.member());
        with("account", identity.account());
        return this;
    }

    FailureFacts status(int httpStatus) {
        status = httpStatus;
        return with("status", String.valueOf(httpStatus));
    }

    FailureFacts retryAfter(@Nullable Duration asked) {
        retryAfter = asked;
        with("wait", asked == null ? "a minute" : asked.toSeconds() + " s");
        return with("retry-after", asked == null ? null : asked.toSeconds() + " s");
    }

    @Nullable
    SecretRef ref() {
        return ref;
    }

    int status() {
        return status;
    }

    @Nullable
    String code() {
        return texts.get("code");
    }

    @Nullable
    String identity() {
        return texts.get("identity");
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    Map<String, String> texts() {
        return texts;
    }

    /** One line, not too long, and without the full stop that our own sentence ends with. */
    private static String clean(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < LONGEST_DETAIL; i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c == 0x7f ? ' ' : c);
        }
        int end = out.length();
        while (end > 0 && (out.charAt(end - 1) == '.' || out.charAt(end - 1) == ' ')) {
            end--;
        }
        return out.substring(0, end);
    }
}
