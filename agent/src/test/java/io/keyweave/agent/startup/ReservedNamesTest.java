package io.keyweave.agent.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keyweave.Failure;
import io.keyweave.Origin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AZURE_STORAGE_CONNECTION_STRING",
                "AZURE_OPENAI_API_KEY",
                "AZURE_SERVICEBUS_CONNECTION_STRING",
                "azure.client.secret",
                "HTTP_PASSWORD",
                "javax.net.ssl.trustStorePassword"
            })
    void whatOurRequestsDoNotReadMayBeAPlaceholder(String name) {
        assertNull(ReservedNames.neededToFetch(name, Origin.environment(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AZURE_AUTHORITY_HOST",
                "AZURE_CLIENT_ID",
                "AZURE_CLIENT_SECRET",
                "AZURE_CLIENT_CERTIFICATE_PATH",
                "AZURE_CLIENT_CERTIFICATE_PASSWORD",
                "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
                "AZURE_FEDERATED_TOKEN_FILE",
                "AZURE_IDENTITY_DISABLE_MULTITENANTAUTH",
                "AZURE_KUBERNETES_TOKEN_PROXY",
                "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                "AZURE_REGIONAL_AUTHORITY_NAME",
                "AZURE_TENANT_ID",
                "IDENTITY_HEADER",
                "HTTPS_PROXY",
                "https.proxyPassword",
                "KEYWEAVE_CLIENT_SECRET",
                "keyweave.client-secret"
            })
    void whatOurRequestsReadIsRefused(String name) {
        Failure failure = ReservedNames.neededToFetch(name, Origin.environment(name));

        assertNotNull(failure);
        assertEquals(Failure.Kind.MALFORMED, failure.kind());
    }
}
