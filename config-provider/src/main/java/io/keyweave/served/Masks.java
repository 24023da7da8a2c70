package io.keyweave.served;

import io.keyweave.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts placeholders instead of the secrets that are in a text. */
final class Masks {

    private Masks() {}

    /** @param shortest secrets of less characters are left: they might be anything */
    static String masked(String text, Collection<ServedSecret> secrets, int shortest) {
        Map<String, SecretPart> inside = new HashMap<>();
        for (ServedSecret served : secrets) {
            Secret value = served.value();
            SecretTexts texts = value == null ? null : new SecretTexts(value);
            for (SecretPart part : served.parts.keySet()) {
                String secret = texts == null ? null : texts.text(part);
                if (secret != null && secret.length() >= shortest && secret.length() <= text.length()) {
                    for (String form : MaskedForms.of(secret)) {
                        if (text.contains(form)) {
                            inside.putIfAbsent(form, part);
                        }
                    }
                }
            }
        }
        List<Map.Entry<String, SecretPart>> longestFirst = new ArrayList<>(inside.entrySet());
        // Of a secret that holds another one the rest would stay.
        longestFirst.sort(Comparator.comparingInt(entry -> -entry.getKey().length()));
        String masked = text;
        for (Map.Entry<String, SecretPart> entry : longestFirst) {
            masked = masked.replace(entry.getKey(), placeholder(entry.getValue()));
        }
        return masked;
    }

    static String placeholder(SecretPart part) {
        String text = part.secret().text();
        return "$<" + part.secret().scheme() + ":" + (part.field() == null ? text : text + "#" + part.field()) + ">";
    }
}
