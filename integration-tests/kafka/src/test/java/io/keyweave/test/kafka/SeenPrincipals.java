package io.keyweave.test.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SslAuthenticationContext;
import org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;

/** Tells the test as whom clients have come to the broker over TLS. */
public final class SeenPrincipals extends DefaultKafkaPrincipalBuilder {

    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    public SeenPrincipals() {
        super(null, SslPrincipalMapper.fromRules("DEFAULT"));
    }

    /** Those that have come since {@link #forget}: {@code CN=...} of their certificates. */
    static Set<String> seen() {
        return Set.copyOf(SEEN);
    }

    static void forget() {
        SEEN.clear();
    }

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        KafkaPrincipal principal = super.build(context);
        if (context instanceof SslAuthenticationContext) {
            SEEN.add(principal.getName());
        }
        return principal;
    }
}
