package io.keyweave.test.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.ConfigProvider;
import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.aws.SecretsManagerProvider;
import io.keyweave.devvault.Fault;
import io.keyweave.settings.Settings;
import io.keyweave.tck.ConfigProviderContract;
import io.keyweave.test.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of providers, kept by the extension jar on the class path of the library. The SDK's settings are system properties of this JVM. */
class SecretsManagerContractIT extends ConfigProviderContract {

    @AutoClose
    private final Amazon amazon = new Amazon();

    private final Map<String, String> properties = Map.of(
            "aws.accessKeyId", amazon.server().environment().get("AWS_ACCESS_KEY_ID"),
            "aws.secretAccessKey", amazon.server().environment().get("AWS_SECRET_ACCESS_KEY"),
            "aws.region", "eu-west-1",
            "aws.configFile", "/nonexistent/config",
            "aws.sharedCredentialsFile", "/nonexistent/credentials",
            "aws.disableEc2Metadata", "true");

    @BeforeEach
    void fill() {
        properties.forEach(System::setProperty);
        amazon.secrets().put("prod/db", value());
    }

    @AfterEach
    void clear() {
        properties.keySet().forEach(System::clearProperty);
    }

    @Override
    protected ConfigProvider newProvider() {
        return new SecretsManagerProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "ca",
                amazon.dev().certificateFile().toString(),
                "aws.endpoint",
                amazon.server().url());
    }

    @Override
    protected Map<String, String> environment() {
        return Map.of("AWS_EC2_METADATA_DISABLED", "true");
    }

    @Override
    protected String existing() {
        return "$<aws:prod/db>";
    }

    @Override
    protected String value() {
        return "value-of-aws";
    }

    @Override
    protected void change(String value) {
        amazon.secrets().put("prod/db", value);
    }

    @Override
    protected String missing() {
        return "$<aws:prod/nowhere>";
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "$<aws:>",
                "$<aws:a b>",
                "$<aws:https://evil.example/a>",
                "$<aws:arn:aws:s3:eu-west-1:1:secret:a>",
                "$<aws:eu-west-1/>",
                "$<aws:a?version=5>",
                "$<aws:a?stage=>",
                "$<aws:a");
    }

    @Override
    protected AutoCloseable silence() {
        amazon.server().fault(Fault.silence());
        return amazon.server()::clearFaults;
    }

    @Override
    protected Path settingsPage() {
        return Project.home().resolve("docs/configuration.md");
    }

    @Test
    void theLibraryFindsItBesideKeyVault() {
        try (SecretResolver resolver =
                SecretResolver.builder(Settings.of(settings(), environment())).open()) {
            assertEquals(value(), resolver.resolve(existing(), Origin.of("a test")));
        }
    }
}
