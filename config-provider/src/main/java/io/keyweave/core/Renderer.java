package io.keyweave.core;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretStatus;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import io.keyweave.placeholder.Encoding;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import io.keyweave.store.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one snapshot of secrets into one template, once. What a secret holds is never looked at for placeholders. */
final class Renderer {

    private final Template template;
    private final int[] places;
    private final List<View> views;
    private @Nullable Failure problem;

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
        String encoded = reference.encoding().apply(value);
        if (encoded == null) {
            problem = unusable(
                    reference,
                    "The secret " + reference + " is not base64 of UTF-8 text.",
                    "Remove ?as=" + Encoding.BASE64_DECODE.key() + " or store the value base64-encoded.");
        }
        return encoded;
    }

    private @Nullable String field(Reference reference, String field, String value) {
        try {
            String found = JsonObject.parse(value).text(field);
            if (found == null) {
                problem = unusable(
                        reference,
                        "The JSON secret " + reference.secret() + " has no text, number or boolean in a field \""
                                + field + "\".",
                        "Correct the name behind #, or add the field to the secret.");
            }
            return found;
        } catch (JsonException e) {
            problem = unusable(
                    reference,
                    "The secret " + reference.secret() + " is " + e.getMessage() + ", so it has no field \"" + field
                            + "\".",
                    "Store a JSON object, or remove #" + field + ".");
            return null;
        }
    }

    private static Failure unusable(Reference reference, String cause, String remedy) {
        return Failure.local(Failure.Kind.MALFORMED, reference.secret(), cause, remedy);
    }
}
