package io.keyweave.aws;

import io.keyweave.http.Transport;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * How the SDK finds an HTTP client where it makes clients by itself: a profile that assumes a role asks STS. Registered as a service of the SDK's;
 * such clients are made during a fetch and take its transport.
 */
public final class TransportHttpService implements SdkHttpService {

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new Builder();
    }

    private static final class Builder implements SdkHttpClient.Builder<Builder> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            Call call = Call.current();
            if (call == null) {
                throw new IllegalStateException("a client is made outside a fetch");
            }
            Transport transport = call.transport();
            return new TransportHttpClient(transport);
        }
    }
}
