package io.keyweave.kafka;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.core.CachingResolver;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.settings.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the provider gets to the REST interface of its worker: the certificates it accepts there, and the login. */
final class WorkerAccess {

    private WorkerAccess() {}

    /**
     * @param worker where it listens
     * @throws IllegalArgumentException when {@code ca} names a file that cannot be read
     */
    static ConnectRest rest(URI worker, KafkaParameters parameters, CachingResolver resolver) {
        RestLogin login = parameters.connectLogin();
        String ca = parameters.settings().text(Setting.CA);
        try {
            return new ConnectRest(
                    worker,
                    ca == null ? TrustedCertificates.platform() : TrustedCertificates.alsoOf(Path.of(ca)),
                    login == null ? () -> null : authorization(login, resolver));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    KafkaMessages.parameter("ca", String.valueOf(e.getMessage()), "Correct the path"), e);
        }
    }

    /** The header for Basic authentication, with the password that is current. */
    private static Supplier<@Nullable String> authorization(RestLogin login, CachingResolver resolver) {
        LiveValue live = resolver.bind(login.password(), Origin.of("parameter connect-rest-password"));
        return () -> {
            String password = live == null ? login.password() : live.current();
            if (live != null && password == null) {
                resolver.check(List.of(live));
                password = live.current();
            }
            return password == null
                    ? null
                    : "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((login.user() + ":" + password).getBytes(StandardCharsets.UTF_8));
        };
    }
}
