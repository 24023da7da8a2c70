package io.keyweave.azure.identity;

import io.keyweave.ProviderSettings;
import io.keyweave.settings.Cloud;
import io.keyweave.settings.DateText;
import io.keyweave.settings.Setting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one vault: what its alias has for itself comes before what is set for all vaults.
 *
 * @param settings of all
 * @param alias the vault's, or {@code null} when it has none
 */
public record VaultSettings(ProviderSettings settings, @Nullable String alias) {

    /** The value as given for the vault or for all, else the default, else {@code null}. */
    @Nullable
    String text(Setting setting) {
        String own = alias == null ? null : settings.text("vault." + alias + "." + setting.key());
        return own != null ? own : settings.text(setting.key());
    }

    /** The beginning of the day, in UTC, that a setting of type {@link Setting.Type#DATE} names, or {@code null}. */
    @Nullable
    Instant date(Setting setting) {
        String text = text(setting);
        return text == null ? null : DateText.parse(text);
    }

    @Nullable
    String environment(String name) {
        return settings.environment(name);
    }

    /** The cloud whose suffix and authority apply. */
    public Cloud cloud() {
        String text = settings.text(Setting.CLOUD.key());
        Cloud cloud = text == null ? null : Cloud.of(text);
        return cloud == null ? Cloud.PUBLIC : cloud;
    }
}
