package io.keyweave.settings;

import io.keyweave.text.Glob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code sources} globs: which environment variables and system properties may hold placeholders. Who starts a child JVM may give it texts of users, as
 * job launchers and build servers do.
 */
public final class SourceList {

    private static final String ENVIRONMENT = "env:";
    private static final String PROPERTY = "property:";

    private final List<String> items;

    public SourceList(Settings settings) {
        this.items = settings.list(Setting.SOURCES);
    }

    public boolean hasVariable(String name) {
        return has(ENVIRONMENT, name);
    }

    public boolean hasProperty(String name) {
        return has(PROPERTY, name);
    }

    private boolean has(String kind, String name) {
        for (String item : items) {
            if (item.startsWith(kind) && Glob.matches(item.substring(kind.length()), name)) {
                return true;
            }
        }
        return false;
    }

    /** Why the list is not one of sources, as the end of a sentence, or null when it is. */
    static @Nullable String objection(String text) {
        List<String> all = Settings.items(text);
        for (String item : all) {
            boolean named = item.startsWith(ENVIRONMENT) && item.length() > ENVIRONMENT.length()
                    || item.startsWith(PROPERTY) && item.length() > PROPERTY.length();
            if (!named) {
                return "names no source: write env:NAME or property:NAME, separated by ;, with * and ? in the name";
            }
        }
        return all.isEmpty() ? "is empty: give a value or leave the setting out" : null;
    }
}
