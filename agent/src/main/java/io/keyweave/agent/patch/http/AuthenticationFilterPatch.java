package io.keyweave.agent.patch.http;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.patch.Reflected;
import java.lang.reflect.Field;
import java.net.PasswordAuthentication;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code AuthenticationFilter.response} of {@code java.net.http}, which sees each answer. One filter serves one exchange, and the exchange
 * knows what it sent: 401 or 407 refuse it, everything else accepts it. Then, on the same thread, the filter asks again.
 */
final class AuthenticationFilterPatch implements Patch {

    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_UNAUTHORIZED = 407;

    @Override
    public String className() {
        return "jdk.internal.net.http.AuthenticationFilter";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("response", null, new ResponseInterceptor()));
    }

    /** Called for each answer of each exchange: the fields that say there was no password are looked up once. */
    private static final class ResponseInterceptor implements Interceptor.Direct {

        private volatile @Nullable Fields fields;

        /**
         * Where an exchange keeps what it sent.
         *
         * @param exchange of the filter
         * @param server of the exchange
         * @param proxy of the exchange
         */
        private record Fields(Field exchange, Field server, Field proxy) {
            static Fields of(Object filter) throws ReflectiveOperationException {
                Field exchange = Reflected.field(filter, "exchange");
                Object sent = Objects.requireNonNull(exchange.get(filter));
                return new Fields(exchange, Reflected.field(sent, "serverauth"), Reflected.field(sent, "proxyauth"));
            }
        }

        @Override
        public Object @Nullable [] enter(Object filter, @Nullable Object response) {
            try {
                Fields known = fields;
                if (known == null) {
                    known = Fields.of(filter);
                    fields = known;
                }
                Object exchange = Objects.requireNonNull(known.exchange().get(filter));
                Object server = known.server().get(exchange);
                Object proxy = known.proxy().get(exchange);
                if (server != null || proxy != null) {
                    Object answer = Objects.requireNonNull(response);
                    tell((int) Reflected.field(answer, "statusCode").get(answer), password(server), password(proxy));
                }
                return null;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void tell(
                int status, @Nullable PasswordAuthentication server, @Nullable PasswordAuthentication proxy) {
            if (proxy != null) {
                if (status == PROXY_UNAUTHORIZED) {
                    IssuedCredentials.refused(proxy, IssuedCredentials.BRIEFLY);
                } else {
                    IssuedCredentials.accepted(proxy);
                }
            }
            if (server != null && status != PROXY_UNAUTHORIZED) {
                if (status == UNAUTHORIZED) {
                    IssuedCredentials.refused(server, IssuedCredentials.BRIEFLY);
                } else {
                    IssuedCredentials.accepted(server);
                }
            }
        }

        /** Of this exchange, or from the client's cache. */
        private static @Nullable PasswordAuthentication password(@Nullable Object sent)
                throws ReflectiveOperationException {
            if (sent == null) {
                return null;
            }
            Object own = Reflected.field(sent, "credentials").get(sent);
            Object cached = Reflected.field(sent, "cacheEntry").get(sent);
            Object password = own != null || cached == null
                    ? own
                    : Reflected.field(cached, "value").get(cached);
            return (PasswordAuthentication) password;
        }
    }
}
