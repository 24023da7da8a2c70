package io.keyweave.core;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.ProviderSetting;
import io.keyweave.ProviderSetting.ValueType;
import io.keyweave.ProviderSettings;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.DurationText;
import io.keyweave.settings.SchemeValue;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.settings.VaultAlias;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings as the provider of one scheme sees them. */
public final class SchemeSettings implements ProviderSettings {

    private static final String ALIASES = "vault.";

    private final Settings settings;
    private final String scheme;
    private final List<ProviderSetting> own;
    private final Log log;

    public SchemeSettings(Settings settings, ConfigProvider provider, Log log) {
        this.settings = settings;
        this.scheme = provider.scheme();
        this.own = provider.settings();
        this.log = log;
    }

    /** What is wrong with the values given, each with where it stands; empty when all is well. */
    List<Failure> problems() {
        List<Failure> problems = new ArrayList<>();
        for (ProviderSetting setting : own) {
            SchemeValue given = settings.ofScheme(scheme, setting.name());
            String objection = given == null ? null : objection(setting, given.text());
            if (given != null && objection != null) {
                String shown = setting.type() == ValueType.SECRET ? "the value " : "\"" + given.text() + "\" ";
                problems.add(ResolverMessages.WRONG_SETTING.failure(
                        Failure.Kind.MALFORMED,
                        null,
                        "origin",
                        given.origin(),
                        "problem",
                        shown + objection,
                        "do",
                        "Correct or remove it"));
            }
        }
        for (Map.Entry<String, SchemeValue> given : settings.ofSchemes().entrySet()) {
            String key = given.getKey();
            if (key.startsWith(scheme + ".") && setting(key.substring(scheme.length() + 1)) == null) {
                problems.add(ResolverMessages.WRONG_SETTING.failure(
                        Failure.Kind.MALFORMED,
                        null,
                        "origin",
                        given.getValue().origin(),
                        "problem",
                        "there is no setting " + key,
                        "do",
                        known()));
            }
        }
        return problems;
    }

    private String known() {
        if (own.isEmpty()) {
            return "The provider of " + scheme + ": has no settings of its own";
        }
        StringBuilder known = new StringBuilder("Those of " + scheme + ": are ");
        for (int i = 0; i < own.size(); i++) {
            known.append(i == 0 ? "" : ", ")
                    .append(scheme)
                    .append('.')
                    .append(own.get(i).name());
        }
        return known.toString();
    }

    private static @Nullable String objection(ProviderSetting setting, String text) {
        if (PlaceholderParser.mayHold(text)) {
            return "holds a placeholder, which cannot be resolved here: the provider needs this value itself to fetch secrets";
        }
        return switch (setting.type()) {
            case DURATION ->
                DurationText.parse(text) != null
                        ? null
                        : "is not a duration: write a number and ms, s, m, h or d, such as 30s";
            case CHOICE ->
                setting.choices().contains(text) ? null : "is none of " + String.join(", ", setting.choices());
            case FLAG -> text.equals("true") || text.equals("false") ? null : "is neither true nor false";
            case PATH, TEXT, SECRET, LIST -> text.isEmpty() ? "is empty: give a value or leave the setting out" : null;
        };
    }

    private @Nullable ProviderSetting setting(String name) {
        for (ProviderSetting setting : own) {
            if (setting.name().equals(name)) {
                return setting;
            }
        }
        return null;
    }

    @Override
    public @Nullable String text(String name) {
        ProviderSetting setting = setting(name);
        if (setting != null) {
            SchemeValue given = settings.ofScheme(scheme, name);
            return given != null ? given.text() : setting.defaultText();
        }
        if (name.startsWith(ALIASES)) {
            return startingWith(ALIASES).get(name.substring(ALIASES.length()));
        }
        Setting common = Setting.named(name);
        return common == null ? null : settings.text(common);
    }

    @Override
    public boolean isSet(String name) {
        if (setting(name) != null) {
            return settings.ofScheme(scheme, name) != null;
        }
        Setting common = Setting.named(name);
        return common == null ? text(name) != null : settings.isSet(common);
    }

    @Override
    public String origin(String name) {
        SchemeValue given = setting(name) == null ? null : settings.ofScheme(scheme, name);
        Setting common = Setting.named(name);
        return given != null ? given.origin() : common == null ? "default" : settings.origin(common);
    }

    @Override
    public boolean flag(String name) {
        return "true".equals(text(name));
    }

    @Override
    public Duration duration(String name) {
        String text = text(name);
        Duration duration = text == null ? null : DurationText.parse(text);
        if (duration == null) {
            throw new IllegalArgumentException(name + " must be a duration");
        }
        return duration;
    }

    @Override
    public List<String> list(String name) {
        String text = text(name);
        return text == null ? new ArrayList<>() : Settings.items(text);
    }

    @Override
    public Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        if (prefix.equals(ALIASES)) {
            for (VaultAlias alias : settings.aliases()) {
                found.put(alias.name(), alias.url());
                for (Map.Entry<Setting, String> given : alias.own().entrySet()) {
                    found.put(alias.name() + "." + given.getKey().key(), given.getValue());
                }
            }
            return found;
        }
        for (Map.Entry<String, SchemeValue> given : settings.ofSchemes().entrySet()) {
            if (given.getKey().startsWith(scheme + "." + prefix)) {
                found.put(
                        given.getKey().substring(scheme.length() + 1 + prefix.length()),
                        given.getValue().text());
            }
        }
        return found;
    }

    @Override
    public @Nullable String environment(String name) {
        return settings.environment(name);
    }

    @Override
    public @Nullable String systemProperty(String name) {
        return settings.systemProperty(name);
    }

    @Override
    public Log log() {
        return log;
    }
}
