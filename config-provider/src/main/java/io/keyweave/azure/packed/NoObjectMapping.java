package io.keyweave.azure.packed;

import com.azure.core.util.serializer.JsonSerializer;
import com.azure.core.util.serializer.JsonSerializerProvider;
import com.azure.core.util.serializer.TypeReference;
import java.io.InputStream;
import java.io.OutputStream;
import reactor.core.publisher.Mono;

/**
 * What the Azure SDK gets as its mapper of objects to JSON. It makes one when it first touches a body, its own is Jackson's, and
 * that is the largest single part of a first login: 700 classes that no login uses, since the SDK reads tokens with a reader of its own.
 */
public final class NoObjectMapping implements JsonSerializerProvider, JsonSerializer {

    @Override
    public JsonSerializer createInstance() {
        return this;
    }

    @Override
    public <T> T deserialize(InputStream stream, TypeReference<T> type) {
        throw unused();
    }

    @Override
    public <T> Mono<T> deserializeAsync(InputStream stream, TypeReference<T> type) {
        throw unused();
    }

    @Override
    public void serialize(OutputStream stream, Object value) {
        throw unused();
    }

    @Override
    public Mono<Void> serializeAsync(OutputStream stream, Object value) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("no JSON object mapper is packed");
    }
}
