package io.keyweave.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.SecretException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Where Secrets Manager is asked, compared with the SDK's own client. */
class ServiceEndpointTest {

    private static final String SERVICE_URL = "aws.endpointUrlSecretsManager";
    private static final String ANY_URL = "aws.endpointUrl";
    private static final String FIPS = "aws.useFipsEndpoint";
    private static final String DUAL_STACK = "aws.useDualstackEndpoint";
    private static final String PROFILE = "aws.profile";
    private static final String CONFIG_FILE = "aws.configFile";
    private static final String CREDENTIALS_FILE = "aws.sharedCredentialsFile";

    private static final String PROFILES =
            """
            [default]
            endpoint_url = https://any.example
            [profile own]
            secrets_manager =
              endpoint_url = https://own.example
            endpoint_url = https://any.example
            [profile section]
            services = mine
            [services mine]
            secrets_manager =
              endpoint_url = https://section.example/path
            [profile fips]
            use_fips_endpoint = true
            [profile dual]
            use_dualstack_endpoint = true
            [profile bare]
            region = eu-west-1
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void noFiles() {
        System.setProperty(CONFIG_FILE, directory.resolve("config").toString());
        System.setProperty(CREDENTIALS_FILE, directory.resolve("credentials").toString());
    }

    @AfterEach
    void clear() {
        for (String name : List.of(SERVICE_URL, ANY_URL, FIPS, DUAL_STACK, PROFILE, CONFIG_FILE, CREDENTIALS_FILE)) {
            System.clearProperty(name);
        }
    }

    private static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient URI address;

        Asked(URI address) {
            this.address = address;
        }
    }

    private static final class NeverSending implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            throw new Asked(request.httpRequest().getUri());
        }

        @Override
        public void close() {}
    }

    private static URI ofTheSdk(Region region) {
        try (SecretsManagerClient client = SecretsManagerClient.builder()
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .httpClient(new NeverSending())
                .build()) {
            return assertThrows(Asked.class, client::listSecrets).address;
        }
    }

    private static void assertSame(Region region) {
        URI sdk = ofTheSdk(region);
        URI ours = ServiceEndpoint.of(region, null);
        assertEquals(sdk.getHost(), ours.getHost());
        assertEquals(sdk.getScheme(), ours.getScheme());
        assertEquals(sdk.getPath().replaceAll("/$", ""), ours.getPath().replaceAll("/$", ""));
    }

    @Test
    void theServicesRules() {
        for (String region : List.of("eu-west-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "mars-north-1")) {
            assertSame(Region.of(region));
        }
        System.setProperty(FIPS, "true");
        assertSame(Region.US_EAST_1);
        assertSame(Region.US_GOV_WEST_1);
        System.setProperty(DUAL_STACK, "true");
        assertSame(Region.US_EAST_1);
        System.setProperty(FIPS, "false");
        assertSame(Region.EU_WEST_1);
    }

    @Test
    void addressesInProperties() {
        System.setProperty(ANY_URL, "http://localhost:4566");
        assertSame(Region.EU_WEST_1);
        System.setProperty(SERVICE_URL, "https://vpce.example/under");
        assertSame(Region.EU_WEST_1);
        assertEquals("vpce.example", ServiceEndpoint.of(Region.EU_WEST_1, null).getHost());
    }

    @Test
    void profiles() throws IOException {
        Files.writeString(directory.resolve("config"), PROFILES);
        assertSame(Region.EU_WEST_1);
        Map<String, String> hosts = Map.of(
                "own", "own.example",
                "section", "section.example",
                "fips", "secretsmanager-fips.us-east-1.amazonaws.com",
                "bare", "secretsmanager.us-east-1.amazonaws.com");
        for (String profile : List.of("own", "section", "fips", "dual", "bare")) {
            System.setProperty(PROFILE, profile);
            assertSame(Region.US_EAST_1);
            String host = ServiceEndpoint.of(Region.US_EAST_1, null).getHost();
            assertEquals(hosts.getOrDefault(profile, host), host);
        }
        assertEquals("own.example", ServiceEndpoint.of(Region.US_EAST_1, "own").getHost());
    }

    @Test
    void whatIsNoAddressIsNamed() {
        System.setProperty(ANY_URL, "localhost:4566");
        SecretException e = assertThrows(SecretException.class, () -> ServiceEndpoint.of(Region.EU_WEST_1, null));
        String cause = e.failures().get(0).cause();
        assertTrue(cause.contains("system property aws.endpointUrl is not"), cause);
    }
}
