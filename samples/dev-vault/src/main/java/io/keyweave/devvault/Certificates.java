package io.keyweave.devvault;

import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The TLS identities of one dev vault: a good one at once, the bad ones when a fault first asks for them. Thread-safe.
 *
 * <p>The names of Azure's own hosts are in the good one, so that a test may map {@code x.vault.azure.net} to loopback. It is
 * worth nothing elsewhere: the authority's key never leaves the process.
 */
public final class Certificates {

    private static final List<String> HOSTS = Stream.of(
                    Stream.of("localhost", "127.0.0.1", "::1"),
                    Clouds.VAULT_SUFFIXES.stream().map(suffix -> "*." + suffix),
                    Clouds.LOGIN_HOSTS.stream())
            .flatMap(names -> names)
            .toList();

    private static final List<String> ANOTHER_HOST = List.of("another-host.example");

    private final CertificateAuthority authority = CertificateAuthority.create("Keyweave dev vault");
    private final SSLContext good = authority.server(HOSTS).serverContext();
    private volatile @Nullable SSLContext expired;
    private volatile @Nullable SSLContext wrongHost;
    private volatile @Nullable SSLContext untrusted;

    X509Certificate authority() {
        return authority.certificate();
    }

    SSLContext good() {
        return good;
    }

    SSLContext expired() {
        SSLContext context = expired;
        if (context == null) {
            expired = context = authority.expiredServer(HOSTS).serverContext();
        }
        return context;
    }

    SSLContext wrongHost() {
        SSLContext context = wrongHost;
        if (context == null) {
            wrongHost = context = authority.server(ANOTHER_HOST).serverContext();
        }
        return context;
    }

    SSLContext untrusted() {
        SSLContext context = untrusted;
        if (context == null) {
            TlsIdentity stranger =
                    CertificateAuthority.create("Corporate TLS inspection").server(HOSTS);
            untrusted = context = stranger.serverContext();
        }
        return context;
    }
}
