package io.keyweave.aws;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.FetchResult;
import io.keyweave.ProviderSetting;
import io.keyweave.ProviderSettings;
import io.keyweave.ReferenceGrammar;
import io.keyweave.RequestCost;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.http.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * AWS Secrets Manager, scheme {@code aws}. Thread-safe after {@link #configure}.
 *
 * <p><b>What of the AWS SDK.</b> Signatures, endpoint rules and every source of credentials are the SDK's. Keyweave gives it a transport
 * ({@link TransportHttpClient} says why not the SDK's own), a deadline and no retries, sends the requests itself ({@link SecretsManagerApi}), and
 * decides which answer is for whom.
 */
public final class SecretsManagerProvider implements ConfigProvider {

    static final String SCHEME = "aws";

    static final String REGION = "region";
    static final String PROFILE = "profile";
    static final String ENDPOINT = "endpoint";

    /** How many secrets one BatchGetSecretValue may name. */
    private static final int LARGEST_BATCH = 20;

    private volatile @Nullable RegionClients clients;
    private volatile boolean batchesRefused;

    /** Does nothing: plugin scanners construct every provider. */
    public SecretsManagerProvider() {}

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings settings) {
        return new SecretsManagerGrammar();
    }

    @Override
    public List<ProviderSetting> settings() {
        return List.of(
                ProviderSetting.text(
                        REGION,
                        "Region of placeholders that name none. Without it the SDK's own order applies: `AWS_REGION`, the profile's"
                                + " region, the region of the EC2 instance."),
                ProviderSetting.text(
                        PROFILE,
                        "Profile of `~/.aws/config` and `~/.aws/credentials` to log in with, and no other source of credentials."
                                + " Without it the SDK's default chain applies."),
                ProviderSetting.text(
                        ENDPOINT,
                        "Address to ask instead of `https://secretsmanager.REGION.amazonaws.com`, such as that of a VPC endpoint"
                                + " without private DNS. For every region."));
    }

    @Override
    public Set<String> reservedNames(ProviderSettings settings) {
        return CredentialSources.names(settings);
    }

    @Override
    public void configure(ProviderSettings settings) {
        clients = RegionClients.of(settings);
    }

    private RegionClients clients() {
        RegionClients configured = clients;
        if (configured == null) {
            throw new IllegalStateException("configure comes before fetch");
        }
        return configured;
    }

    @Override
    public Secret fetch(SecretRef ref, Duration timeout) {
        return clients().fetch(ref, ref.stage(), Deadline.after(timeout));
    }

    /** One request names up to twenty secrets of one region, and only their current versions. */
    @Override
    public int batchSize(SecretRef ref) {
        boolean alone = batchesRefused || ref.pinned() || ref.stage() != null;
        return alone ? 1 : LARGEST_BATCH;
    }

    @Override
    public Map<SecretRef, FetchResult> fetchAll(Collection<SecretRef> refs, Duration timeout) {
        Map<SecretRef, FetchResult> results = clients().fetchAll(List.copyOf(refs), Deadline.after(timeout));
        if (results == null) {
            batchesRefused = true;
            return Map.of();
        }
        return results;
    }

    @Override
    public @Nullable Secret previous(SecretRef ref, String version, Duration timeout) {
        try {
            Secret previous = clients().fetch(ref, "AWSPREVIOUS", Deadline.after(timeout));
            return previous.version().equals(version) ? null : previous;
        } catch (SecretException e) {
            if (!e.failures().isEmpty() && e.failures().get(0).kind() == Failure.Kind.MISSING) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public List<String> identities() {
        RegionClients open = clients;
        String source = open == null ? null : open.credentialsSource();
        return source == null ? List.of() : List.of("AWS credentials of " + source);
    }

    @Override
    public String service(SecretRef ref) {
        String region = SecretsManagerGrammar.region(ref);
        return region == null ? "AWS Secrets Manager" : "AWS Secrets Manager in " + region;
    }

    /**
     * As published on the 30th of November 2026.
     *
     * @see <a href="https://aws.amazon.com/secrets-manager/pricing/">prices</a>
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html">limits</a>
     */
    @Override
    public RequestCost cost() {
        return new RequestCost(
                0.05,
                0.40,
                10_000,
                Duration.ofSeconds(1),
                "account and region",
                LARGEST_BATCH,
                100,
                "https://aws.amazon.com/secrets-manager/pricing/ and"
                        + " https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html (2026-11-30)");
    }

    @Override
    public void close() {
        RegionClients open = clients;
        if (open != null) {
            open.close();
        }
    }
}
