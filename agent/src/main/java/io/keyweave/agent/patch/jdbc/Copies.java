package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.login.Credential;
import java.util.Locale;
import java.util.Properties;

/** Copies of the {@code Properties} an application passed. {@code clone} keeps the defaults; {@code new Properties(p)} would have no keys. */
final class Copies {

    private Copies() {}

    /** A copy with another credential. */
    static Properties with(Properties given, Credential credential, String userKey, String passwordKey) {
        Properties copy = (Properties) given.clone();
        if (credential.user() != null) {
            copy.put(userKey, credential.user());
        }
        // Not setProperty, which looks for placeholders: a secret is never scanned.
        copy.put(passwordKey, credential.password());
        return copy;
    }

    /** The same for a driver that compares names without regard to case and accepts each once. */
    static Properties withAnyCase(Properties given, Credential credential, String userKey, String passwordKey) {
        Properties copy = (Properties) given.clone();
        copy.keySet()
                .removeIf(key -> key instanceof String name
                        && (name.equalsIgnoreCase(passwordKey)
                                || credential.user() != null && name.equalsIgnoreCase(userKey)));
        return with(copy, credential, userKey, passwordKey);
    }

    /** The text of a setting, names compared without regard to case; a {@code char[]} is read, not kept. Null when there is none. */
    static @org.jspecify.annotations.Nullable String text(Properties properties, String key) {
        for (Object name : properties.keySet()) {
            if (name instanceof String text && text.toLowerCase(Locale.ROOT).equals(key)) {
                Object value = properties.get(name);
                return value instanceof char[] chars
                        ? new String(chars)
                        : value instanceof String string ? string : null;
            }
        }
        return properties.getProperty(key);
    }
}
