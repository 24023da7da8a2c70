package io.keyweave.test.faults;

import com.microsoft.aad.msal4j.MsalEnvironment;
import io.keyweave.EventLog;
import io.keyweave.LiveValue;
import io.keyweave.LogEvent;
import io.keyweave.LogLine;
import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.SecretStatus;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.EntraError;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.settings.Settings;
import io.keyweave.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A dev vault of its own and a resolver that reads it, for one fault in one situation. */
final class Lab implements AutoCloseable {

    /** How the resolver finds and is known to the vault. */
    enum Place {
        /** By an alias on loopback, with a client secret. */
        LOOPBACK,
        /** By a name of Azure that this JVM's hosts file maps to loopback. */
        NAMED,
        /** By an address that no route leads to, and no packet goes out to. */
        NOWHERE,
        /** By its name in Azure, through a proxy. */
        PROXY,
        /** On loopback, with the managed identity of a virtual machine. */
        IMDS,
        /** On loopback, with the managed identity of App Service. */
        APP_SERVICE,
        /** On loopback, with the managed identity of Cloud Shell. */
        CLOUD_SHELL,
        /** By its name in Azure, through a proxy that knows Azure's names, with a client secret of a tenant that only the vault names. */
        NO_TENANT,
        /** The same in China, whose authority has two names, too. */
        NO_TENANT_IN_CHINA,
        /** On loopback, with a certificate. */
        CERTIFICATE,
        /** On loopback, with a federated token. */
        WORKLOAD,
        /** On loopback, for one version of the secret. */
        PINNED
    }

    /** The time that a start may take in these tests. */
    static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(4);

    static final Origin ORIGIN = Origin.of("application.properties: db.password");
    static final String SECRET = "db-password";
    static final String VALUE = "first-value-9f3c";
    static final String NEW_VALUE = "second-value-77ab";

    private static final String OTHER_SECRET = "other";

    private final DevVault dev = DevVault.start();
    private final VaultServer vault;
    private final Hosts hosts;
    private final String host;
    private final Place place;
    private final Map<String, String> environment;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final SecretResolver resolver;
    private final String version;

    Lab(String name, Place place, Hosts hosts, String ttl, TimeSource time) {
        this.place = place;
        this.hosts = hosts;
        this.host = name + (place == Place.NO_TENANT_IN_CHINA ? ".vault.azure.cn" : ".vault.azure.net");
        this.vault = dev.vault(proxied() ? name : "contoso");
        if (place == Place.NO_TENANT) {
            vault.authority("https://login.windows.net/");
        } else if (place == Place.NO_TENANT_IN_CHINA) {
            vault.authority("https://login.partner.microsoftonline.cn/");
        }
        this.version = vault.put(SECRET, VALUE);
        vault.put(OTHER_SECRET, "another-value-51d0");
        this.environment = environment();
        MsalEnvironment.set(environment);
        Map<String, String> values = new HashMap<>();
        values.put("ca", dev.certificateFile().toString());
        values.put("ttl", ttl);
        values.put("startup-timeout", STARTUP_TIMEOUT.toSeconds() + "s");
        values.put("vault.app", url());
        if (place == Place.NO_TENANT_IN_CHINA) {
            values.put("cloud", "china");
        }
        if (place == Place.NAMED) {
            hosts.add(host);
        }
        this.resolver = new ResolverBuilder(Settings.of(values, environment))
                .time(time)
                .log(new EventLog() {
                    @Override
                    public void write(LogEvent event) {
                        log.add(event.level() + " " + LogLine.coded(event));
                    }

                    @Override
                    public boolean enabled(Level level) {
                        return level != Level.DEBUG;
                    }
                })
                .open();
    }

    private String url() {
        return switch (place) {
            case NAMED -> "https://" + host + ":" + vault.port();
            case PROXY, NO_TENANT, NO_TENANT_IN_CHINA -> "https://" + host;
            // Linux connects to no multicast address.
            case NOWHERE -> "https://224.0.0.1";
            default -> vault.url();
        };
    }

    private Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>(
                switch (place) {
                    case IMDS -> dev.managedIdentityEnvironment();
                    case APP_SERVICE -> dev.appServiceEnvironment();
                    case CLOUD_SHELL -> dev.cloudShell().environment();
                    case CERTIFICATE -> dev.certificateEnvironment();
                    case WORKLOAD -> dev.workloadIdentityEnvironment();
                    default -> dev.environment();
                });
        if (place == Place.IMDS) {
            // An identity of its own, for MSAL keeps the tokens of a machine's for the whole process, and here are many
            // machines.
            variables.put("AZURE_CLIENT_ID", dev.imds().userAssigned().clientId());
        }
        if (proxied()) {
            variables.put("HTTPS_PROXY", "http://localhost:" + dev.proxy().port());
        }
        if (place == Place.NO_TENANT) {
            variables.put("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/");
            variables.remove("AZURE_TENANT_ID");
        } else if (place == Place.NO_TENANT_IN_CHINA) {
            variables.put("AZURE_AUTHORITY_HOST", "https://login.chinacloudapi.cn/");
            variables.remove("AZURE_TENANT_ID");
        }
        return variables;
    }

    private boolean proxied() {
        return place == Place.PROXY || place == Place.NO_TENANT || place == Place.NO_TENANT_IN_CHINA;
    }

    DevVault dev() {
        return dev;
    }

    VaultServer vault() {
        return vault;
    }

    /** The host that the vault is asked by. */
    String host() {
        return URI.create(url()).getHost();
    }

    /** Who we are, as messages say it. */
    String identity() {
        String kind =
                switch (place) {
                    case IMDS, APP_SERVICE, CLOUD_SHELL -> "managed-identity";
                    case CERTIFICATE -> "client-certificate";
                    case WORKLOAD -> "workload-identity";
                    case LOOPBACK, NAMED, NOWHERE, PROXY, NO_TENANT, NO_TENANT_IN_CHINA, PINNED -> "client-secret";
                };
        String clientId = environment.get("AZURE_CLIENT_ID");
        return clientId == null ? kind : kind + ", client id " + clientId;
    }

    /** The vault's name stops existing, and so do the connections made while it did. */
    void forgetHost() {
        hosts.remove(host);
        vault.clearFaults();
    }

    /** Entra ID says no from now on, and the token that was there is worth nothing any more. */
    void entra(Fault fault) {
        dev.entra().fault(fault);
        dev.entra().expireTokens();
    }

    void entra(EntraError error) {
        entra(Fault.entra(error));
    }

    void appService(Fault fault) {
        dev.appService().fault(fault);
        dev.entra().expireTokens();
    }

    void cloudShell(Fault fault) {
        dev.cloudShell().fault(fault);
        dev.entra().expireTokens();
    }

    void imds(Fault fault) {
        dev.imds().fault(fault);
        dev.entra().expireTokens();
    }

    /** Everything is well again, and there is a new version. */
    void heal() {
        vault.put(SECRET, NEW_VALUE);
        vault.clearFaults();
        dev.entra().clearFaults();
        dev.entra().issueFromTenant(null);
        switch (place) {
            case IMDS -> dev.imds().clearFaults();
            case APP_SERVICE -> dev.appService().clearFaults();
            case CLOUD_SHELL -> dev.cloudShell().clearFaults();
            default -> {}
        }
        if (place == Place.WORKLOAD) {
            dev.rotateFederatedToken(Duration.ofHours(1));
        }
        if (place == Place.NAMED) {
            hosts.add(host);
        }
        if (proxied()) {
            dev.proxy().letThrough();
        }
    }

    /** Ties the secret to a reader. Makes no request. */
    LiveValue bind() {
        return bound(SECRET);
    }

    /** Reads another secret, so that there is a token and a connection. */
    void warmUp() {
        resolver.require(List.of(bound(OTHER_SECRET)));
    }

    private LiveValue bound(String secret) {
        String pin = place == Place.PINNED ? "/" + version : "";
        LiveValue value = resolver.bind("$<kv:app/" + secret + pin + ">", ORIGIN);
        if (value == null) {
            throw new AssertionError("the placeholder was not seen");
        }
        return value;
    }

    void require(LiveValue value) {
        resolver.require(List.of(value));
    }

    SecretStatus status() {
        for (SecretStatus status : resolver.status()) {
            if (status.ref().name().equals(SECRET)) {
                return status;
            }
        }
        throw new AssertionError("nobody reads " + SECRET);
    }

    /** Everything the resolver wrote. */
    String log() {
        return String.join("\n", log);
    }

    /** What becomes of the secret and everything the resolver wrote. */
    @Override
    public String toString() {
        return status() + "\n" + log();
    }

    /** Fails if a text gives away what must never be written. */
    void assertKeepsSecrets(String text) {
        for (String secret : List.of(VALUE, NEW_VALUE, environment.getOrDefault("AZURE_CLIENT_SECRET", VALUE), "eyJ")) {
            if (text.contains(secret)) {
                throw new AssertionError("a secret, client secret or token is in: " + text);
            }
        }
    }

    @Override
    public void close() {
        resolver.close();
        if (place == Place.NAMED) {
            hosts.remove(host);
        }
        dev.close();
    }
}
