package io.keyweave.azure;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.MessageCode;
import io.keyweave.ProviderSettings;
import io.keyweave.ReferenceGrammar;
import io.keyweave.RequestCost;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.azure.identity.IdentityChoice;
import io.keyweave.azure.identity.IdentityChoice.End;
import io.keyweave.azure.identity.TokenCache;
import io.keyweave.azure.identity.TokenException;
import io.keyweave.azure.identity.VaultSettings;
import io.keyweave.http.Deadline;
import io.keyweave.http.HttpTransport;
import io.keyweave.http.ProxyRules;
import io.keyweave.http.Transport;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.placeholder.KeyVaultGrammar;
import io.keyweave.placeholder.PlaceholderParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Azure Key Vault, scheme {@code kv}. Thread-safe after {@link #configure}.
 *
 * <p><b>What of the Azure SDK.</b> Every login is azure-identity's or MSAL's ({@code io.keyweave.azure.identity}), every request to a vault
 * azure-security-keyvault-secrets' ({@link VaultClient}): what Entra ID, the machines and the vault accept is their business, and it changes.
 * Keyweave gives them a transport, a deadline, no retries, and one policy that decides which token a vault gets ({@link VaultTokenPolicy});
 * and it looks at each answer on the way, for the codes and headers that messages are made of.
 */
public final class KeyVaultProvider implements ConfigProvider {

    private static final String CA = "ca";

    private final InstantSource clock;
    private final Map<String, VaultClient> vaults = new HashMap<>();
    private final Map<List<@Nullable String>, VaultAccount> accounts = new HashMap<>();
    private Map<String, String> aliases = Map.of();
    private @Nullable ProviderSettings settings;
    private final UnaryOperator<Transport> around;
    private @Nullable HttpTransport connections;
    private @Nullable Transport transport;

    /** Does nothing: plugin scanners construct every provider. */
    public KeyVaultProvider() {
        // UnaryOperator.identity() would be a lambda of the JDK's, which a starting JVM has to make.
        this(transport -> transport, InstantSource.system());
    }

    /**
     * @param around put around the transport: how a test looks at requests
     * @param clock by which tokens end
     */
    KeyVaultProvider(UnaryOperator<Transport> around, InstantSource clock) {
        this.around = around;
        this.clock = clock;
    }

    @Override
    public String scheme() {
        return PlaceholderParser.KEY_VAULT;
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings given) {
        return new KeyVaultGrammar(aliases(given).keySet());
    }

    @Override
    public void configure(ProviderSettings newSettings) {
        try {
            aliases = aliases(newSettings);
            String ca = newSettings.text(CA);
            TrustedCertificates trust =
                    ca == null ? TrustedCertificates.platform() : TrustedCertificates.alsoOf(Path.of(ca));
            HttpTransport direct =
                    new HttpTransport(trust, ProxyRules.read(newSettings::systemProperty, newSettings::environment));
            connections = direct;
            transport = around.apply(direct);
            settings = newSettings;
        } catch (IOException | InvalidPathException e) {
            throw unusable(SettingMessages.CA, "origin", newSettings.origin(CA), "problem", e.getMessage());
        } catch (IllegalArgumentException e) {
            throw unusable(SettingMessages.PROXY, "problem", e.getMessage());
        }
    }

    /** The URL of each alias. */
    private static Map<String, String> aliases(ProviderSettings settings) {
        Map<String, String> urls = new HashMap<>();
        for (Map.Entry<String, String> given : settings.startingWith("vault.").entrySet()) {
            if (given.getKey().indexOf('.') < 0) {
                urls.put(given.getKey(), given.getValue());
            }
        }
        return urls;
    }

    private static SecretException unusable(MessageCode message, @Nullable Object... facts) {
        return new SecretException(message.failure(Failure.Kind.MALFORMED, null, facts));
    }

    /** {@inheritDoc} */
    @Override
    public Secret fetch(SecretRef ref, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        return client(ref).fetch(ref, deadline);
    }

    private VaultClient client(SecretRef ref) {
        synchronized (vaults) {
            VaultClient client = vaults.get(ref.container());
            if (client == null) {
                client = connect(ref);
                vaults.put(ref.container(), client);
            }
            return client;
        }
    }

    private VaultClient connect(SecretRef ref) {
        ProviderSettings current = settings;
        Transport wire = transport;
        if (current == null || wire == null) {
            throw new IllegalStateException("configure comes before fetch");
        }
        String url = aliases.get(ref.container());
        VaultSettings own = new VaultSettings(current, url == null ? null : ref.container());
        Vault vault =
                url != null ? new Vault(ref.container(), URI.create(url)) : Vault.named(ref.container(), own.cloud());
        if (vault.host().startsWith("[")) {
            throw new SecretException(
                    SettingMessages.IPV6_ADDRESS.failure(Failure.Kind.MALFORMED, ref, "alias", vault.name()));
        }
        return new VaultClient(vault, account(own, wire, vault, ref), wire, vault.knownResource(own.cloud()));
    }

    /** Vaults of one identity share its tokens, whether it was said for all of them or for each. */
    private VaultAccount account(VaultSettings own, Transport wire, Vault vault, SecretRef ref) {
        List<@Nullable String> who = IdentityChoice.who(own);
        VaultAccount known = accounts.get(who);
        if (known != null) {
            return known;
        }
        try {
            IdentityChoice choice = IdentityChoice.of(own, wire, clock);
            VaultAccount account = new VaultAccount(
                    new TokenCache(choice.identity(), clock),
                    IdentityChoice.authority(own).getAuthority(),
                    choice.passedOver(),
                    choice.end());
            accounts.put(who, account);
            return account;
        } catch (TokenException e) {
            throw new SecretException(unconfigured(vault, ref, e));
        }
    }

    private static Failure unconfigured(Vault vault, SecretRef ref, TokenException e) {
        Map<String, String> facts = new HashMap<>();
        facts.put("vault", vault.name());
        if (e.detail() != null) {
            facts.put("detail", e.detail());
        }
        FailureMessage message = IdentityMessages.IDENTITY_NOT_CONFIGURED;
        return Failure.local(message.kind(), ref, message.cause(facts), message.remedy(facts))
                .coded(message.row().code());
    }

    @Override
    public String service(SecretRef ref) {
        return "the vault " + ref.container();
    }

    @Override
    public RequestCost cost() {
        return new RequestCost(
                0.03,
                0,
                4_000,
                Duration.ofSeconds(10),
                "vault",
                1,
                0,
                "https://learn.microsoft.com/azure/key-vault/general/service-limits,"
                        + " https://azure.microsoft.com/pricing/details/key-vault/");
    }

    @Override
    public List<String> identities() {
        List<String> identities = new ArrayList<>();
        synchronized (vaults) {
            for (VaultAccount account : accounts.values()) {
                identities.add(account.words());
            }
        }
        return identities;
    }

    @Override
    public Map<String, Instant> expiries() {
        Map<String, Instant> expiries = new TreeMap<>();
        synchronized (vaults) {
            for (VaultAccount account : accounts.values()) {
                End end = account.end();
                Instant ends = end == null ? null : end.expires();
                if (end != null && ends != null) {
                    expiries.put(end.what(), ends);
                }
            }
        }
        return expiries;
    }

    @Override
    public void close() {
        HttpTransport open = connections;
        if (open != null) {
            open.close();
        }
    }
}
