package io.keyweave.azure.transport;

import com.azure.core.http.HttpHeaders;
import com.azure.core.util.serializer.CollectionFormat;
import com.azure.core.util.serializer.SerializerAdapter;
import com.azure.core.util.serializer.SerializerEncoding;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the Azure SDK needs of a serializer to read a secret. Its models read themselves by azure-json; all the same {@code SecretClient} makes the SDK's default
 * serializer with Jackson's databind behind it, 460 classes that a first secret would wait for and nobody asks anything. The agent and Kafka's packages,
 * which carry the SDK for themselves alone, take this one instead while they are packed, and leave Jackson out; the library's own jar does not. Used by no
 * class here. Thread-safe.
 */
public final class SecretSerializer implements SerializerAdapter {

    private SecretSerializer() {}

    /** Called in the place of {@code JacksonAdapter}'s method of that name. */
    public static SerializerAdapter createDefaultSerializerAdapter() {
        return new SecretSerializer();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> @Nullable T deserialize(byte @Nullable [] json, Type type, SerializerEncoding encoding)
            throws IOException {
        if (json == null || json.length == 0) {
            return null;
        }
        try (JsonReader reader = JsonProviders.createReader(json)) {
            return (T) ((Class<?>) type).getMethod("fromJson", JsonReader.class).invoke(null, reader);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException malformed) {
                throw malformed;
            }
            throw new IOException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> @Nullable T deserialize(String json, Type type, SerializerEncoding encoding) {
        throw notNeeded();
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> @Nullable T deserialize(HttpHeaders headers, Type type) {
        throw notNeeded();
    }

    @Override
    public String serialize(Object object, SerializerEncoding encoding) {
        throw notNeeded();
    }

    /** Parts of an address. */
    @Override
    public String serializeRaw(Object object) {
        return String.valueOf(object);
    }

    @Override
    public String serializeList(List<?> list, CollectionFormat format) {
        throw notNeeded();
    }

    private static UnsupportedOperationException notNeeded() {
        return new UnsupportedOperationException("this serializer reads secrets and nothing else");
    }
}
