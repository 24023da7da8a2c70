package io.keyweave.test.gcp;

import io.keyweave.ConfigProvider;
import io.keyweave.devvault.Fault;
import io.keyweave.gcp.SecretManagerProvider;
import io.keyweave.tck.ConfigProviderContract;
import io.keyweave.test.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** The packed provider by the contract of all. */
class ContractIT extends ConfigProviderContract {

    @AutoClose
    private final Google google = new Google();

    @BeforeEach
    void fill() {
        google.put("contoso-prod", value());
    }

    @Override
    protected ConfigProvider newProvider() {
        return new SecretManagerProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "ca", google.dev().certificateFile().toString(),
                "gcp.endpoint", google.secrets().url());
    }

    @Override
    protected Map<String, String> environment() {
        return google.cloud().environment();
    }

    @Override
    protected String existing() {
        return "$<gcp:contoso-prod/db>";
    }

    @Override
    protected String value() {
        return "value-of-the-contract";
    }

    @Override
    protected void change(String value) {
        google.put("contoso-prod", value);
    }

    @Override
    protected String missing() {
        return "$<gcp:contoso-prod/nowhere>";
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "$<gcp:>",
                "$<gcp:contoso-prod>",
                "$<gcp:Contoso/db>",
                "$<gcp:contoso-prod/../db>",
                "$<gcp:contoso-prod/db/versions/05>",
                "$<gcp:contoso-prod/locations/evil.example/db>",
                "$<gcp:https://evil.example/db>",
                "$<gcp:projects/contoso-prod/db>");
    }

    @Override
    protected AutoCloseable silence() {
        google.secrets().fault(Fault.silence());
        return () -> google.secrets().clearFaults();
    }

    @Override
    protected Path settingsPage() {
        return Project.home().resolve("docs/configuration.md");
    }
}
