package io.keyweave.azure;

import io.keyweave.Failure;
import io.keyweave.SecretRef;
import io.keyweave.azure.Incident.FailedStep;
import io.keyweave.azure.identity.AccessToken;
import io.keyweave.azure.identity.Audience;
import io.keyweave.azure.identity.Identity;
import io.keyweave.azure.identity.IdentityChoice.End;
import io.keyweave.azure.identity.TokenCache;
import io.keyweave.azure.identity.TokenException;
import io.keyweave.settings.Cloud;
import io.keyweave.settings.DurationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An identity in use: its tokens, and how messages speak of it.
 *
 * @param authority host, and port if any, of the authority in force
 * @param passedOver what {@code auto} did not take, and why
 * @param end what the identity proves itself with and when that ends, or {@code null}
 */
record VaultAccount(TokenCache tokens, String authority, List<String> passedOver, @Nullable End end) {

    /** Whether a challenge may name this authority. Identities that never talk to Entra ID themselves do not care. */
    boolean trustsAuthority(@Nullable String named) {
        Identity identity = tokens.identity();
        boolean asksEntraItself =
                !identity.kind().equals("managed-identity") && !identity.kind().equals("azure-cli");
        return !asksEntraItself || Cloud.sameAuthority(authority, named);
    }

    Incident incident(TokenException e) {
        FailedStep stage =
                switch (e.stage()) {
                    case CONFIGURATION -> FailedStep.CONFIGURATION;
                    case ENTRA_ID -> FailedStep.ENTRA_ID;
                    case MANAGED_IDENTITY -> FailedStep.MANAGED_IDENTITY;
                    case AZURE_CLI -> FailedStep.AZURE_CLI;
                };
        Incident incident =
                new Incident(stage, e.noAnswer(), e.status(), e.code(), e.requestId(), e.retryAfter(), Map.of());
        return incident.with("endpoint", e.host())
                .with("detail", e.detail())
                .with("foreign", e.isForeign() ? "yes" : null);
    }

    /** The failure a person reads: the row of the table, filled. */
    Failure failure(Vault vault, SecretRef ref, Incident seen, @Nullable Audience audience, Duration elapsed) {
        boolean machine = tokens.identity().kind().equals("managed-identity");
        Incident incident = seen.with("machine", machine ? "yes" : null);
        AccessToken token = audience == null ? null : tokens.last(audience);
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "host", vault.host());
        put(facts, "vault", vault.azName());
        put(facts, "no-alias", vault.host().startsWith(vault.name() + ".") ? vault.name() : null);
        put(facts, "secret", ref.name());
        put(facts, "identity", describe(token));
        put(facts, "passed-over", passedOverInVain());
        put(facts, "client-id", clientId(token));
        put(facts, "object-id", token == null ? null : token.objectId());
        put(facts, "tenant", tenant(token));
        put(facts, "resource", audience == null ? null : audience.resource());
        put(facts, "status", incident.status() == 0 ? null : String.valueOf(incident.status()));
        put(facts, "code", incident.code());
        put(facts, "retry-after", incident.retryAfter() == null ? null : DurationText.of(incident.retryAfter()));
        put(facts, "wait", pause(incident));
        facts.putAll(incident.facts());
        FailureMessage message = FailureMessages.of(incident);
        String remedy = message.remedy(facts);
        // What happened names the port as well; commands want the bare name.
        facts.put("host", vault.url().getAuthority());
        return new Failure(
                message.kind(),
                ref,
                message.cause(facts),
                remedy,
                incident.status(),
                incident.code(),
                incident.requestId(),
                describe(token),
                elapsed,
                incident.retryAfter(),
                message.row().code(),
                1,
                elapsed);
    }

    /** How long to wait before a start is tried again. Key Vault counts its requests by 10 s; nobody says how the others do. */
    private static String pause(Incident incident) {
        Duration asked = incident.retryAfter();
        if (asked != null) {
            return DurationText.roughly(asked);
        }
        return incident.stage() == FailedStep.VAULT ? "10 s" : "a minute";
    }

    /** A pod without its workload identity ends at the node's managed identity: whoever reads that it may not do this has to be told. */
    private @Nullable String passedOverInVain() {
        boolean last = tokens.identity().kind().equals("managed-identity");
        return last && !passedOver.isEmpty() ? String.join("; ", passedOver) : null;
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    /** Who it is, as far as known by now. */
    String words() {
        return describe(tokens.any());
    }

    /** {@code managed-identity, client id 1234, object id 5678, tenant 9abc}, as far as known. */
    private String describe(@Nullable AccessToken token) {
        StringJoiner words = new StringJoiner(", ");
        words.add(tokens.identity().kind());
        add(words, "client id", clientId(token));
        add(words, "object id", token == null ? null : token.objectId());
        add(words, "tenant", tenant(token));
        return words.toString();
    }

    private static void add(StringJoiner words, String name, @Nullable String value) {
        if (value != null) {
            words.add(name + " " + value);
        }
    }

    private @Nullable String clientId(@Nullable AccessToken token) {
        String given = tokens.identity().clientId();
        return given != null || token == null ? given : token.clientId();
    }

    private @Nullable String tenant(@Nullable AccessToken token) {
        String issued = token == null ? null : token.tenant();
        return issued != null ? issued : tokens.identity().tenant();
    }
}
