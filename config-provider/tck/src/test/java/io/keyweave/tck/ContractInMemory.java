package io.keyweave.tck;

import io.keyweave.ConfigProvider;
import io.keyweave.tck.ProviderInMemory.Defect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contract of a provider in memory. */
final class ContractInMemory extends ConfigProviderContract {

    private final ProviderInMemory.Service service;
    private final Path directory;

    ContractInMemory(@Nullable Defect defect, Path directory) {
        this.directory = directory;
        this.service = new ProviderInMemory.Service(defect, value());
    }

    @Override
    protected ConfigProvider newProvider() {
        return new ProviderInMemory(service);
    }

    @Override
    protected String existing() {
        return "$<memory:there>";
    }

    @Override
    protected String value() {
        return "value-in-memory";
    }

    @Override
    protected void change(String value) {
        service.change(value);
    }

    @Override
    protected String missing() {
        return "$<memory:nowhere>";
    }

    @Override
    protected List<String> malformed() {
        return List.of("$<memory:>", "$<memory:With Blanks>");
    }

    @Override
    protected AutoCloseable silence() {
        return service.silence();
    }

    @Override
    Duration margin() {
        return service.defect() == Defect.TAKES_ALL_TIME ? Duration.ofMillis(100) : super.margin();
    }

    @Override
    protected Path settingsPage() {
        try {
            return Files.writeString(
                    directory.resolve("page.md"),
                    service.defect() == Defect.SETTING_NOT_ON_THE_PAGE
                            ? "none"
                            : "| `memory.name` | `KEYWEAVE_MEMORY_NAME` |  | What it is called. |");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
