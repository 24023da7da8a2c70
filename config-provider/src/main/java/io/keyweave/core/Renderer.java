package io.keyweave.core;

import io.keyweave.Failure;
import io.keyweave.MessageCode;
import io.keyweave.Secret;
import io.keyweave.SecretStatus;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import io.keyweave.placeholder.Encoding;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import io.keyweave.served.SecretField;
import io.keyweave.store.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one snapshot of secrets into one template, once. What a secret holds is never looked at for placeholders. */
final class Renderer {

    private final Template template;
    private final int[] places;
    private final List<View> views;
    private @Nullable Failure problem;
    private boolean blanks;
    private @Nullable String missingEncoding;

    Renderer(Template template, int[] places, List<View> views) {
        this.template = template;
        this.places = places;
        this.views = views;
    }

    /** The text, or {@code null} when a secret without a default is not there or there is a {@link #problem()}. */
    @Nullable
    String render() {
        List<String> literals = template.literals();
        List<Reference> references = template.references();
        if (places.length == 1 && literals.get(0).isEmpty() && literals.get(1).isEmpty()) {
            return piece(references.get(0), views.get(places[0]));
        }
        StringBuilder text = new StringBuilder(literals.get(0));
        for (int i = 0; i < places.length; i++) {
            String piece = piece(references.get(i), views.get(places[i]));
            if (piece == null) {
                return null;
            }
            text.append(piece).append(literals.get(i + 1));
        }
        return text.toString();
    }

    /** Why a secret that is there cannot be used, after {@link #render()}. */
    @Nullable
    Failure problem() {
        return problem;
    }

    /** Whether a secret has blanks, a line break or a byte order mark at its ends, after {@link #render()}. */
    boolean blanks() {
        return blanks;
    }

    /** The encoding that a secret would need where it stands, after {@link #render()}; null when none is missing. */
    @Nullable
    String missingEncoding() {
        return missingEncoding;
    }

    /** Where a URL of JDBC or a JSON text surrounds the placeholder, and the secret holds what ends a value there. */
    private @Nullable String neededAt(Reference reference, String value) {
        String before = template.text().substring(0, reference.column() - 1);
        if (before.startsWith("jdbc:sqlserver:")) {
            return containsAny(value, ";{}") ? Encoding.SQLSERVER.key() : null;
        }
        if (before.startsWith("jdbc:") && before.indexOf('?') > 0) {
            return containsAny(value, "&#%+; ") ? Encoding.URL.key() : null;
        }
        String first = before.stripLeading();
        boolean json = (first.startsWith("{") || first.startsWith("[")) && first.endsWith("\"");
        return json && containsAny(value, "\"\\\n\r\t") ? Encoding.JSON.key() : null;
    }

    private static boolean containsAny(String text, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            if (text.indexOf(characters.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String piece(Reference reference, View view) {
        Secret secret = view.secret();
        if (secret == null) {
            return view.state() == SecretStatus.State.ABSENT ? reference.fallback() : null;
        }
        String value = secret.value();
        String field = reference.field();
        if (field != null) {
            value = field(reference, field, value);
            if (value == null) {
                return null;
            }
        }
        if (reference.trim()) {
            value = SecretField.trimmed(value);
        } else if (!value.equals(SecretField.trimmed(value))) {
            // A text of several lines, such as PEM, ends as texts do.
            blanks |= SecretField.trimmed(value).indexOf('\n') < 0;
        }
        // Nothing stands before most placeholders, so nothing surrounds them.
        if (missingEncoding == null
                && reference.encoding() == Encoding.PLAIN
                && !template.literals().get(0).isEmpty()) {
            missingEncoding = neededAt(reference, value);
        }
        String encoded = reference.encoding().apply(value);
        if (encoded == null) {
            problem = unusable(ResolverMessages.NO_BASE64, reference, "encoding", Encoding.BASE64_DECODE.key());
        }
        return encoded;
    }

    private @Nullable String field(Reference reference, String field, String value) {
        if (SecretField.isCertificatePart(field) && !value.stripLeading().startsWith("{")) {
            return certificatePart(reference, field, value);
        }
        try {
            String found = SecretField.of(JsonObject.parse(value), field);
            if (found == null) {
                problem = unusable(ResolverMessages.NO_FIELD, reference, "field", field);
            }
            return found;
        } catch (JsonException e) {
            problem = unusable(ResolverMessages.NO_JSON, reference, "field", field, "problem", e.getMessage());
            return null;
        }
    }

    private @Nullable String certificatePart(Reference reference, String part, String value) {
        try {
            return SecretField.ofCertificate(value, part);
        } catch (IllegalArgumentException e) {
            problem = unusable(ResolverMessages.NO_CERTIFICATE, reference, "part", part, "problem", e.getMessage());
            return null;
        }
    }

    private static Failure unusable(MessageCode message, Reference reference, @Nullable Object... facts) {
        return message.failure(Failure.Kind.MALFORMED, reference.secret(), facts);
    }
}
