package io.keyweave.aws;

import io.keyweave.ProviderSettings;
import io.keyweave.aws.CredentialChain.Source;
import io.keyweave.http.Transport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/**
 * What of the SDK's default chain there is to ask here, in its order: system properties, environment, web identity, profile, container, instance.
 * A source that nothing speaks of is left out, so that none of its classes is loaded; profile and instance need nothing to be set and are always
 * asked. What is set is looked up as the SDK does, in the environment and the system properties of this JVM.
 */
final class CredentialSources {

    /** Addresses that the SDK's clients read, of all services and of the two that are asked here. */
    private static final List<String> ENDPOINTS = List.of(
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_SECRETS_MANAGER",
            "AWS_ENDPOINT_URL_STS",
            "aws.endpointUrl",
            "aws.endpointUrlSecretsManager",
            "aws.endpointUrlSts");

    private static final List<SdkSystemSetting> OF_OTHER_SOURCES = List.of(
            SdkSystemSetting.AWS_ACCESS_KEY_ID,
            SdkSystemSetting.AWS_SECRET_ACCESS_KEY,
            SdkSystemSetting.AWS_SESSION_TOKEN);

    private final ProviderSettings settings;
    private final Transport transport;
    private final Supplier<Region> region;

    /** @param region where STS is asked */
    CredentialSources(ProviderSettings settings, Transport transport, Supplier<Region> region) {
        this.settings = settings;
        this.transport = transport;
        this.region = region;
    }

    List<Source> all() {
        String profile = settings.text(SecretsManagerProvider.PROFILE);
        if (profile != null) {
            return List.of(new Source(
                    "the profile " + profile + " of " + settings.origin(SecretsManagerProvider.PROFILE),
                    true,
                    () -> ProfileCredentialsProvider.create(profile)));
        }
        List<Source> sources = new ArrayList<>();
        if (System.getProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property()) != null) {
            sources.add(
                    new Source("the system property aws.accessKeyId", true, SystemPropertyCredentialsProvider::create));
        }
        if (System.getenv(SdkSystemSetting.AWS_ACCESS_KEY_ID.environmentVariable()) != null) {
            sources.add(new Source(
                    "the environment variable AWS_ACCESS_KEY_ID",
                    true,
                    EnvironmentVariableCredentialsProvider::create));
        }
        if (set(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
            sources.add(new Source("the web identity of AWS_WEB_IDENTITY_TOKEN_FILE", true, this::webIdentity));
        }
        String named = ProfileFileSystemSetting.AWS_PROFILE.getStringValue().orElse("default");
        sources.add(new Source("the profile " + named, !named.equals("default"), ProfileCredentialsProvider::create));
        if (set(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
                || set(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)) {
            sources.add(new Source(
                    "the container's credentials endpoint", true, () -> ContainerCredentialsProvider.builder()
                            .build()));
        }
        if (!SdkSystemSetting.AWS_EC2_METADATA_DISABLED.getBooleanValueOrThrow()) {
            sources.add(
                    new Source("the metadata of the EC2 instance", false, InstanceProfileCredentialsProvider::create));
        }
        return sources;
    }

    /** Made here and not by the SDK's reflection, for its region and for no retries; role and file are read by the SDK. */
    private StsWebIdentityTokenFileCredentialsProvider webIdentity() {
        StsClient sts = StsClient.builder()
                .region(region.get())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(new TransportHttpClient(transport))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
        return StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts)
                .build();
    }

    /** What the SDK reads by itself under these settings: of the environment and of the system properties. */
    static Set<String> names(ProviderSettings settings) {
        Set<String> names = new HashSet<>(ENDPOINTS);
        for (SdkSystemSetting setting : SdkSystemSetting.values()) {
            names.add(setting.environmentVariable());
            names.add(setting.property());
        }
        for (ProfileFileSystemSetting setting : ProfileFileSystemSetting.values()) {
            names.add(setting.environmentVariable());
            names.add(setting.property());
        }
        String profile = settings.text(SecretsManagerProvider.PROFILE);
        if (profile != null && !readsEnvironment(profile)) {
            // The application may log in to AWS by these itself, with a key that is a secret of ours.
            for (SdkSystemSetting setting : OF_OTHER_SOURCES) {
                names.remove(setting.environmentVariable());
                names.remove(setting.property());
            }
        }
        names.remove(null);
        return names;
    }

    /** Whether the profile, or one that it builds on, takes its access key from the environment or the system properties. */
    private static boolean readsEnvironment(String name) {
        Set<String> seen = new HashSet<>();
        try {
            ProfileFile file = ProfileFile.defaultProfileFile();
            for (String next = name; next != null && seen.add(next); ) {
                Profile profile = file.profile(next).orElse(null);
                if (profile == null) {
                    return false;
                }
                String source =
                        profile.property(ProfileProperty.CREDENTIAL_SOURCE).orElse(null);
                if ("Environment".equalsIgnoreCase(source)) {
                    return true;
                }
                next = profile.property(ProfileProperty.SOURCE_PROFILE).orElse(null);
            }
            return false;
        } catch (RuntimeException e) {
            // Files that cannot be read are told when credentials are needed.
            return false;
        }
    }

    private static boolean set(SdkSystemSetting setting) {
        return setting.getStringValue().isPresent();
    }
}
