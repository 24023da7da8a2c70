package io.keyweave.azure;

import com.microsoft.aad.msal4j.MsalEnvironment;
import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.core.SchemeSettings;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import io.keyweave.settings.Settings;
import io.keyweave.test.identity.Login;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The tokens of one identity over days, on a clock that is moved: which token is shown to the vault when, and what the vault says to it.
 * A process of its own for each JDK; prints a line for each identity, and ends with the number of those that went wrong.
 */
public final class TokenLife implements AutoCloseable {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DevVault dev = DevVault.start();
    private final Login login;
    private final KeyVaultProvider provider;
    private final Vaultwards wire = new Vaultwards();
    private final Instant begin = Instant.now();
    private volatile Instant now = begin;

    private TokenLife(Login login) {
        this.login = login;
        dev.vault("contoso").put("db-password", "s3cret");
        Map<String, String> environment = login.environment(dev);
        MsalEnvironment.set(environment);
        this.provider = new KeyVaultProvider(wire::over, () -> now);
        provider.configure(new SchemeSettings(
                Settings.of(
                        Map.of(
                                "vault.v", dev.vault("contoso").url(),
                                "auth", login.auth(),
                                "ca", dev.certificateFile().toString()),
                        environment),
                provider,
                EventLog.SILENT));
    }

    public static void main(String[] args) {
        int failed = 0;
        for (Login login : Login.values()) {
            try (TokenLife life = new TokenLife(login)) {
                life.run();
                System.out.println("ok " + login);
            } catch (AssertionError | RuntimeException e) {
                failed++;
                System.out.println("FAILED " + login + ": " + e);
            }
        }
        System.exit(failed);
    }

    /** Numbers the tokens shown to the vault, in the order of their first sight: {@code 1:200}. */
    private static final class Vaultwards {

        private final List<String> tokens = new ArrayList<>();
        private final List<String> shown = new ArrayList<>();
        private volatile Runnable beforeLogin = () -> {};

        Transport over(Transport transport) {
            return (request, connecting, deadline) -> send(transport, request, connecting, deadline);
        }

        private ClientResponse send(Transport transport, ClientRequest request, Deadline connecting, Deadline deadline)
                throws TransportException {
            boolean vault = request.uri().getPath().startsWith("/secrets/");
            if (!vault) {
                beforeLogin.run();
            }
            ClientResponse response = transport.send(request, connecting, deadline);
            String token = request.headers().get("Authorization");
            if (vault && token != null) {
                note(token, response.status());
            }
            return response;
        }

        private synchronized void note(String token, int status) {
            if (!tokens.contains(token)) {
                tokens.add(token);
            }
            shown.add(tokens.indexOf(token) + 1 + ":" + status);
        }

        synchronized String shown() {
            String line = String.join(" ", shown);
            shown.clear();
            return line;
        }
    }

    private void run() {
        expect("one token for all", "1:200 1:200", this::read, this::read);
        int requests = dev.tokenRequests().size();
        check(requests == login.requestsForOneToken(), requests + " requests for one token");

        now = begin.plus(DAY).minus(Duration.ofMinutes(6));
        expect("it is good for a day", "1:200", this::read);

        // The token endpoint goes by the real clock: a token that ends on the second day lasts two days.
        dev.entra().tokenLifetime(DAY.multipliedBy(2));
        now = begin.plus(DAY).minus(Duration.ofMinutes(4));
        expect("renewed before its end", "2:200", this::read);

        now = begin.plus(DAY.multipliedBy(2)).minus(Duration.ofMinutes(4));
        login.service(dev).fault(Fault.status(500));
        expect("a renewal that fails is not a failure", "2:200", this::read);
        now = begin.plus(DAY.multipliedBy(2)).plusSeconds(60);
        expect("an ended token is not sent", "", () -> refused(Failure.Kind.SERVICE_ERROR));
        login.service(dev).clearFaults();
        dev.entra().tokenLifetime(DAY.multipliedBy(3));
        now = now.plusSeconds(2);
        expect("the next login", "3:200", this::read);

        endsWhileItIsRenewed();
        vaultRefuses();
    }

    private void endsWhileItIsRenewed() {
        dev.entra().tokenLifetime(DAY.multipliedBy(4));
        now = begin.plus(DAY.multipliedBy(3)).minusSeconds(60);
        List<CompletableFuture<Void>> others = new ArrayList<>();
        wire.beforeLogin = () -> {
            wire.beforeLogin = () -> {};
            now = begin.plus(DAY.multipliedBy(3)).plusSeconds(60);
            others.add(CompletableFuture.runAsync(this::read));
        };
        expect("it ends while it is renewed", "4:200 4:200", () -> {
            read();
            others.forEach(CompletableFuture::join);
        });
    }

    private void vaultRefuses() {
        dev.entra().expireTokens();
        expect("the vault refuses it", "4:401 5:200", this::read);
        dev.entra().expireTokens();
        expect("no login for each refusal", "5:401", () -> refused(Failure.Kind.REFUSED));
        now = now.plusSeconds(61);
        expect("a refused token is not got again", "5:401 6:200", this::read);
        expect("nor sent again", "6:200", this::read);
    }

    private void read() {
        String value = provider.fetch(new SecretRef("kv", "v", "db-password", null), PATIENCE)
                .value();
        check(value.equals("s3cret"), "another value");
    }

    private void refused(Failure.Kind kind) {
        try {
            read();
        } catch (SecretException e) {
            Failure failure = e.failures().get(0);
            check(failure.kind() == kind, failure.toString());
            return;
        }
        throw new AssertionError("it was readable");
    }

    private void expect(String what, String shown, Runnable... steps) {
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (SecretException e) {
                throw new AssertionError(what + ": " + e.getMessage(), e);
            }
        }
        String seen = wire.shown();
        check(seen.equals(shown), what + ": " + seen + " instead of " + shown);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public void close() {
        provider.close();
        dev.close();
    }
}
