package io.keyweave.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code trust} cannot mean although it could be a file's name. A glob that matches nothing trusts nothing, which is safe but silent: the
 * operator would look for the mistake everywhere else.
 */
final class TrustText {

    private static final String READER = "class:";

    private TrustText() {}

    /** Why the list is not one of paths and classes, as the end of a sentence, or null when it is. */
    static @Nullable String objection(String text) {
        List<String> items = Settings.items(text);
        for (String item : items) {
            String objection = ofItem(item);
            if (objection != null) {
                return objection;
            }
        }
        return items.isEmpty() ? "is empty: give a value or leave the setting out" : null;
    }

    private static @Nullable String ofItem(String item) {
        if (item.startsWith(READER)) {
            String name = item.substring(READER.length());
            return className(name)
                    ? ReaderClass.objection(name)
                    : "names no class: write class: and the full name, such as class:com.acme.ConfigReader";
        }
        if (item.startsWith("~") || item.startsWith("$") || item.startsWith("%")) {
            return "begins with what only a shell expands: write the absolute path";
        }
        if (item.startsWith("file:") || item.contains("://")) {
            return "holds a URL: write the path of the file";
        }
        for (int i = 0; i < item.length(); i++) {
            if ("[]{}".indexOf(item.charAt(i)) >= 0) {
                return "holds a bracket, which means nothing here: only *, ** and ? do. Write an item for each alternative, separated by ;,"
                        + " and ? for a bracket in a name";
            }
        }
        return null;
    }

    private static boolean className(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isJavaIdentifierPart(c) && (c != '.' || i == 0 || i == text.length() - 1)) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
