package io.keyweave.azure.identity;

import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import io.keyweave.http.Response;

/** Answers of our transport for tests that let the SDK ask through it. */
public final class SdkAnswer {

    private SdkAnswer() {}

    public static HttpResponse of(HttpRequest request, Response response) {
        return new SdkResponse(request, response);
    }
}
