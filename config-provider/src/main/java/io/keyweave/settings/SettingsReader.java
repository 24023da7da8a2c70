package io.keyweave.settings;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects settings from one source after the other, highest precedence first: the first value of a setting stays.
 *
 * <p>Runs in every JVM the agent is given to; see {@link Setting} for what that forbids.
 */
final class SettingsReader {

    private static final String PROPERTY_PREFIX = "keyweave.";
    private static final String VARIABLE_PREFIX = "KEYWEAVE_";
    private static final String ALIAS_PREFIX = "vault.";

    final Map<String, String> environment;
    final Map<String, String> systemProperties;
    final @Nullable String[] values = new String[Setting.values().length];
    final @Nullable String[] origins = new String[values.length];
    List<VaultAlias> aliases = Collections.emptyList();
    List<Settings.Problem> problems = Collections.emptyList();
    List<String> warnings = Collections.emptyList();

    /** By {@code scheme.name}: of arguments and system properties, and apart from them those of the file, which the environment overrides. */
    Map<String, SchemeValue> ofSchemes = Collections.emptyMap();

    Map<String, SchemeValue> ofSchemesInFile = Collections.emptyMap();

    /** Whether {@code KEYWEAVE_} variables are read. */
    boolean variables;

    /** Variables that may be a setting of an extension's. */
    List<String> ofSomeScheme = Collections.emptyList();

    private boolean inFile;
    private List<String> unknownVariables = Collections.emptyList();

    private @Nullable Map<String, PendingAlias> pending;

    /** An alias whose lines are still coming in. */
    private static final class PendingAlias {
        final Map<Setting, String> own = new EnumMap<>(Setting.class);

        @Nullable
        String url;

        String origin;

        PendingAlias(String origin) {
            this.origin = origin;
        }
    }

    SettingsReader(Map<String, String> environment, Map<String, String> systemProperties) {
        this.environment = environment;
        this.systemProperties = systemProperties;
    }

    Settings finish() {
        if (pending != null) {
            aliases = new ArrayList<>();
            for (Map.Entry<String, PendingAlias> entry : pending.entrySet()) {
                PendingAlias alias = entry.getValue();
                if (alias.url != null) {
                    aliases.add(new VaultAlias(entry.getKey(), alias.url, alias.own));
                } else if (!alias.own.isEmpty()) {
                    problem(
                            alias.origin,
                            "the alias " + entry.getKey() + " has no vault",
                            "Add vault." + entry.getKey() + "=https://NAME.vault.azure.net");
                }
            }
        }
        boolean extended = values[Setting.EXTENSIONS.ordinal()] != null;
        for (String name : unknownVariables) {
            if (extended && name.indexOf('_', VARIABLE_PREFIX.length()) > 0) {
                if (ofSomeScheme.isEmpty()) {
                    ofSomeScheme = new ArrayList<>();
                }
                ofSomeScheme.add(name);
            } else {
                warn("env " + name + " is not a setting of Keyweave and is ignored");
            }
        }
        if (variables && !extended) {
            refuseUnknown(ofSchemes);
            refuseUnknown(ofSchemesInFile);
        }
        return new Settings(this);
    }

    /** Without extensions an agent knows all settings there are. */
    private void refuseUnknown(Map<String, SchemeValue> given) {
        for (Map.Entry<String, SchemeValue> entry : given.entrySet()) {
            problem(entry.getValue().origin(), "there is no setting " + entry.getKey(), unknownRemedy());
        }
    }

    /** {@code a=1,b=2}; a backslash before a comma makes it part of the value, any other backslash is itself. */
    void readArguments(String arguments) {
        StringBuilder item = new StringBuilder();
        int number = 1;
        int length = arguments.length();
        for (int i = 0; i <= length; i++) {
            char c = i < length ? arguments.charAt(i) : ',';
            if (c == '\\' && i + 1 < length && arguments.charAt(i + 1) == ',') {
                item.append(',');
                i++;
            } else if (c == ',') {
                readArgument(item.toString(), number++);
                item.setLength(0);
            } else {
                item.append(c);
            }
        }
    }

    /** An item that is not one is told by its number: it may be the end of a secret with a comma in it. */
    private void readArgument(String item, int number) {
        int equals = item.indexOf('=');
        if (item.trim().isEmpty()) {
            return;
        }
        if (equals <= 0) {
            problem(
                    "agent arguments",
                    "item " + number + " is not name=value",
                    "Separate items with commas; a comma inside a value is written \\,");
            return;
        }
        String key = item.substring(0, equals).trim();
        put(key, item.substring(equals + 1).trim(), "agent argument " + key);
    }

    void readSystemProperties(Map<String, String> properties) {
        for (Map.Entry<String, String> entry : properties.entrySet()) {
            String name = entry.getKey();
            if (name.startsWith(PROPERTY_PREFIX)) {
                put(name.substring(PROPERTY_PREFIX.length()), entry.getValue(), "system property " + name);
            }
        }
    }

    void readEnvironment() {
        variables = true;
        for (Map.Entry<String, String> entry : environment.entrySet()) {
            String name = entry.getKey();
            if (name.startsWith(VARIABLE_PREFIX)) {
                readVariable(name, entry.getValue());
            }
        }
    }

    private void readVariable(String name, String value) {
        String rest = name.substring(VARIABLE_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        if (Setting.named(rest) != null) {
            put(rest, value, "env " + name);
        } else if (ServiceLink.is(name, value)) {
            // Of a service that is called keyweave or keyweave-vault: made by Kubernetes, meant by nobody.
            return;
        } else if (rest.startsWith("vault-")) {
            put(aliasKey(rest.substring("vault-".length()), value), value, "env " + name);
        } else {
            if (unknownVariables.isEmpty()) {
                unknownVariables = new ArrayList<>();
            }
            unknownVariables.add(name);
        }
    }

    /**
     * {@code KEYWEAVE_VAULT_A_CLIENT_ID} can mean the alias {@code a-client-id} or the client id of {@code a}: a URL makes the
     * difference.
     */
    private static String aliasKey(String rest, String value) {
        if (!value.startsWith("https://")) {
            for (Setting setting : Setting.values()) {
                String suffix = "-" + setting.key();
                if (setting.perAlias() && rest.endsWith(suffix) && rest.length() > suffix.length()) {
                    String longer = rest.substring(0, rest.length() - suffix.length());
                    return ALIAS_PREFIX + longer + "." + setting.key();
                }
            }
        }
        return ALIAS_PREFIX + rest;
    }

    void readFile() {
        String path = values[Setting.CONFIG.ordinal()];
        if (path == null) {
            return;
        }
        inFile = true;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new FileInputStream(path), StandardCharsets.UTF_8))) {
            readLines(reader, path);
        } catch (IOException e) {
            problem(
                    String.valueOf(origins[Setting.CONFIG.ordinal()]),
                    "the file " + path + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Give the path of a readable file of name=value lines");
        }
    }

    void readLines(BufferedReader reader, String path) throws IOException {
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            // Some editors on Windows put a byte order mark before the first line, which nobody sees.
            String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            readLine(text.trim(), path + ": " + number);
        }
    }

    private void readLine(String line, String origin) {
        if (line.isEmpty() || line.charAt(0) == '#') {
            return;
        }
        int equals = line.indexOf('=');
        if (equals <= 0) {
            problem(origin, "the line is not name=value", "Start comments with #");
            return;
        }
        String key = line.substring(0, equals).trim();
        if (key.equals(Setting.CONFIG.key())) {
            problem(origin, "a settings file cannot name another", "Put the settings into one file");
            return;
        }
        put(key, line.substring(equals + 1).trim(), origin);
    }

    /** Takes the value unless a source of higher precedence gave one. */
    void put(String key, String value, String origin) {
        if (key.startsWith(ALIAS_PREFIX)) {
            putAlias(key.substring(ALIAS_PREFIX.length()), value, origin);
            return;
        }
        Setting setting = Setting.named(key);
        if (setting == null && key.indexOf('.') > 0) {
            putOfScheme(key, new SchemeValue(value, origin));
            return;
        }
        if (setting == null) {
            problem(origin, "there is no setting " + key, unknownRemedy());
            return;
        }
        if (values[setting.ordinal()] == null && acceptable(setting, value, origin)) {
            values[setting.ordinal()] = value;
            origins[setting.ordinal()] = origin;
        }
    }

    private void putOfScheme(String key, SchemeValue value) {
        if (inFile) {
            if (ofSchemesInFile.isEmpty()) {
                ofSchemesInFile = new LinkedHashMap<>();
            }
            ofSchemesInFile.putIfAbsent(key, value);
            return;
        }
        if (ofSchemes.isEmpty()) {
            ofSchemes = new LinkedHashMap<>();
        }
        ofSchemes.putIfAbsent(key, value);
    }

    private void putAlias(String rest, String value, String origin) {
        int dot = rest.indexOf('.');
        String name = dot < 0 ? rest : rest.substring(0, dot);
        if (!VaultAlias.isName(name)) {
            problem(origin, "the alias is not 1 to 24 of a-z, 0-9 and -", "Write vault.NAME=https://...");
            return;
        }
        if (pending == null) {
            pending = new LinkedHashMap<>();
        }
        PendingAlias alias = pending.get(name);
        if (alias == null) {
            alias = new PendingAlias(origin);
            pending.put(name, alias);
        }
        if (dot < 0) {
            String url = VaultAlias.vaultUrl(value);
            if (url == null) {
                problem(
                        origin,
                        "the value is not the URL of a vault",
                        "Write https://NAME.vault.azure.net, without path or user; see `az keyvault show --name NAME`");
            } else if (alias.url == null) {
                alias.url = url;
                alias.origin = origin;
            }
            return;
        }
        String key = rest.substring(dot + 1);
        Setting setting = Setting.named(key);
        if (setting == null || !setting.perAlias()) {
            problem(origin, "a vault has no setting " + key, ownSettings());
        } else if (!alias.own.containsKey(setting) && acceptable(setting, value, origin)) {
            alias.own.put(setting, value);
        }
    }

    private boolean acceptable(Setting setting, String value, String origin) {
        String objection = setting.objection(value);
        if (objection == null) {
            return true;
        }
        boolean secret = setting.type() == Setting.Type.SECRET;
        problem(origin, secret ? "the value " + objection : "\"" + value + "\" " + objection, "Correct or remove it");
        return false;
    }

    private static String ownSettings() {
        StringBuilder own = new StringBuilder("It has ");
        for (Setting setting : Setting.values()) {
            if (setting.perAlias()) {
                own.append(setting.key()).append(", ");
            }
        }
        own.setLength(own.length() - 2);
        return own.append("; everything else is common to all vaults").toString();
    }

    private static String unknownRemedy() {
        StringBuilder known = new StringBuilder("The settings are vault.ALIAS");
        for (Setting setting : Setting.values()) {
            known.append(", ").append(setting.key());
        }
        return known.toString();
    }

    private void problem(String origin, String cause, String remedy) {
        if (problems.isEmpty()) {
            problems = new ArrayList<>();
        }
        problems.add(new Settings.Problem(origin, cause, remedy));
    }

    private void warn(String text) {
        if (warnings.isEmpty()) {
            warnings = new ArrayList<>();
        }
        warnings.add(text);
    }
}
