package io.keyweave.aws;

import io.keyweave.SecretException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.endpoints.SecretsManagerEndpointParams;
import software.amazon.awssdk.services.secretsmanager.endpoints.SecretsManagerEndpointProvider;

/**
 * Where Secrets Manager of a region is, as the SDK's client finds out: what system properties, environment or profile say, and else the
 * service's own rules, which know partitions, FIPS and dual stack. Profiles are only read where there is a file of them: it loads 60 classes.
 */
final class ServiceEndpoint {

    private static final String SERVICE_IN_PROFILES = "secrets_manager";

    private ServiceEndpoint() {}

    /**
     * @param profile name of the profile to look into, or {@code null} for the usual one
     * @throws SecretException when what is configured is no address, or the region has no such endpoint
     */
    static URI of(Region region, @Nullable String profile) {
        URI configured =
                address("system property aws.endpointUrlSecretsManager", "aws.endpointUrlSecretsManager", true);
        configured =
                configured != null ? configured : address("system property aws.endpointUrl", "aws.endpointUrl", true);
        configured = configured != null
                ? configured
                : address(
                        "environment variable AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        false);
        configured = configured != null
                ? configured
                : address("environment variable AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL", false);
        if (configured != null) {
            return configured;
        }
        String name = profile != null ? profile : ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
        ProfileFile file = profilesExist() ? ProfileFile.defaultProfileFile() : null;
        configured = file == null ? null : ofProfile(file, name);
        return configured != null ? configured : byRules(region, file, name);
    }

    private static boolean profilesExist() {
        return ProfileFileLocation.configurationFileLocation().isPresent()
                || ProfileFileLocation.credentialsFileLocation().isPresent();
    }

    private static @Nullable URI address(String origin, String name, boolean property) {
        return address(origin, property ? System.getProperty(name) : System.getenv(name));
    }

    private static @Nullable URI address(String origin, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI address = URI.create(text.strip());
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as for an address without a host.
        }
        throw AwsMessages.WRONG_ENDPOINT.unusable(Map.of("origin", "The " + origin));
    }

    private static @Nullable URI ofProfile(ProfileFile file, String name) {
        Profile profile = file.profile(name).orElse(null);
        if (profile == null) {
            return null;
        }
        String own = SERVICE_IN_PROFILES + "." + ProfileProperty.ENDPOINT_URL;
        String services = profile.property("services").orElse(null);
        Profile section =
                services == null ? null : file.getSection("services", services).orElse(null);
        String text = section == null ? null : section.property(own).orElse(null);
        text = text != null ? text : profile.property(own).orElse(null);
        text = text != null
                ? text
                : profile.property(ProfileProperty.ENDPOINT_URL).orElse(null);
        return address("endpoint_url of the profile " + name, text);
    }

    private static URI byRules(Region region, @Nullable ProfileFile file, String profile) {
        Supplier<ProfileFile> profiles = file != null ? () -> file : ProfileFile::defaultProfileFile;
        boolean fips = false;
        boolean dualStack = false;
        if (file != null
                || SdkSystemSetting.AWS_USE_FIPS_ENDPOINT.getStringValue().isPresent()) {
            Optional<Boolean> set = FipsEnabledProvider.builder()
                    .profileFile(profiles)
                    .profileName(profile)
                    .build()
                    .isFipsEnabled();
            fips = set.orElse(false);
        }
        if (file != null
                || SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT.getStringValue().isPresent()) {
            Optional<Boolean> set = DualstackEnabledProvider.builder()
                    .profileFile(profiles)
                    .profileName(profile)
                    .build()
                    .isDualstackEnabled();
            dualStack = set.orElse(false);
        }
        SecretsManagerEndpointParams asked = SecretsManagerEndpointParams.builder()
                .region(region)
                .useFips(fips)
                .useDualStack(dualStack)
                .build();
        try {
            return SecretsManagerEndpointProvider.defaultProvider()
                    .resolveEndpoint(asked)
                    .join()
                    .url();
        } catch (CompletionException e) {
            // Such as FIPS where there is none.
            String told = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
            throw AwsMessages.WRONG_ENDPOINT.unusable(
                    Map.of("origin", "What the AWS SDK's rules give for the region " + region + told));
        }
    }
}
