package io.keyweave.served;

import io.keyweave.placeholder.Encoding;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a secret may be written in a text that is shown: as it is, in each encoding that a placeholder can ask for, and as JSON and a JAAS configuration
 * escape it. No form is shorter than the secret.
 */
final class MaskedForms {

    private MaskedForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        for (Encoding encoding : Encoding.values()) {
            if (encoding != Encoding.BASE64_DECODE) {
                add(forms, encoding.apply(secret));
            }
        }
        add(forms, secret.replace("\\", "\\\\").replace("\"", "\\\""));
        return forms;
    }

    private static void add(Set<String> forms, @Nullable String form) {
        if (form != null) {
            forms.add(form);
        }
    }
}
