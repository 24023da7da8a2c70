package io.keyweave.devvault;

import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.RsaKeys;
import io.keyweave.devvault.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Vaults, Entra ID and managed identity endpoints in this process, all on loopback, all gone after {@link #close}. Everything
 * in it is made at start and worth nothing elsewhere: keys, certificates, ids, secrets. Thread-safe.
 *
 * <pre>{@code
 * try (DevVault dev = DevVault.start()) {
 *     dev.vault("contoso").put("db-password", "s3cret");
 *     run(dev.environment(), "vault.contoso=" + dev.vault("contoso").url(), "ca=" + dev.certificateFile());
 * }
 * }</pre>
 */
public final class DevVault implements AutoCloseable {

    private static final Duration SECRET_LIFETIME = Duration.ofDays(180);
    private static final String FEDERATION_AUDIENCE = "api://AzureADTokenExchange";
    private static final String FEDERATION_SUBJECT = "system:serviceaccount:default:application";
    private static final String FEDERATION_ISSUER = "https://oidc.dev-vault.example/";

    private final Path directory;
    private final int firstPort;
    private int opened;
    private int clientCertificates;
    private final String tenantId = UUID.randomUUID().toString();
    private final Certificates certificates = new Certificates();
    private final IssuedTokens tokens = new IssuedTokens();
    private final EntraServer entra;
    private final Application application;
    private final Application operator;
    private final String clientSecret;
    private final String operatorSecret;
    private final KeyPair clusterKeys = CertificateAuthority.ellipticKeys();
    private final Map<String, VaultServer> vaults = new ConcurrentHashMap<>();
    private final Map<ManagedIdentityServer.EndpointKind, ManagedIdentityServer> managedIdentities =
            new EnumMap<>(ManagedIdentityServer.EndpointKind.class);
    private final List<LoopbackService> otherClouds = new CopyOnWriteArrayList<>();
    private @Nullable ProxyServer proxy;

    private DevVault(int firstPort, @Nullable Path certificateFile) throws IOException {
        this.firstPort = firstPort;
        this.directory = Files.createTempDirectory("keyweave-dev-vault");
        String pem = TlsIdentity.pem(certificates.authority());
        Files.writeString(certificateFile(), pem);
        if (certificateFile != null) {
            Files.writeString(certificateFile, pem);
        }
        this.entra = EntraServer.open(nextPort(), tenantId, certificates, tokens);
        this.application = entra.register("application");
        this.clientSecret = application.addSecret(SECRET_LIFETIME);
        application.federate(FEDERATION_ISSUER, FEDERATION_SUBJECT, FEDERATION_AUDIENCE, clusterKeys.getPublic());
        this.operator = entra.register("operator");
        this.operatorSecret = operator.addSecret(SECRET_LIFETIME);
    }

    /** Starts with Entra ID on a free port; vaults and managed identity endpoints open when they are first named. */
    public static DevVault start() {
        return start(0, null);
    }

    /**
     * Starts on known ports.
     *
     * @param firstPort Entra ID's port; whatever opens next takes the next one. 0 takes free ones
     * @param certificateFile one more place to write the authority's certificate to
     */
    static DevVault start(int firstPort, @Nullable Path certificateFile) {
        try {
            return new DevVault(firstPort, certificateFile);
        } catch (IOException e) {
            throw new UncheckedIOException("the dev vault cannot write its certificate", e);
        }
    }

    /** The PEM file to trust, for {@code ca=}. Deleted by {@link #close}. */
    public Path certificateFile() {
        return directory.resolve("ca.pem");
    }

    /** The vault of this name, opened on a port of its own when it is first named. */
    public VaultServer vault(String name) {
        return vaults.computeIfAbsent(name, this::openVault);
    }

    /** Entra ID. */
    public EntraServer entra() {
        return entra;
    }

    /** The instance metadata service. */
    public ManagedIdentityServer imds() {
        return managedIdentity(ManagedIdentityServer.EndpointKind.IMDS);
    }

    /** The managed identity endpoint of App Service and Container Apps. */
    public ManagedIdentityServer appService() {
        return managedIdentity(ManagedIdentityServer.EndpointKind.APP_SERVICE);
    }

    /** The managed identity endpoint of Cloud Shell. */
    public ManagedIdentityServer cloudShell() {
        return managedIdentity(ManagedIdentityServer.EndpointKind.CLOUD_SHELL);
    }

    /**
     * The managed identity endpoint of the Azure Connected Machine agent.
     *
     * @throws UncheckedIOException when the one directory where the SDK looks for the agent's keys cannot be made
     */
    public ManagedIdentityServer arc() {
        return managedIdentity(ManagedIdentityServer.EndpointKind.ARC);
    }

    /** The application that {@link #environment} logs in. It may read secrets. */
    public Application application() {
        return application;
    }

    /** The {@code AZURE_*} variables of an application with a client secret. */
    public Map<String, String> environment() {
        return credentials(application, "AZURE_CLIENT_SECRET", clientSecret);
    }

    /** The {@code AZURE_*} variables of somebody who may do everything with secrets, for scripts that set and delete them. */
    public Map<String, String> operatorEnvironment() {
        return credentials(operator, "AZURE_CLIENT_SECRET", operatorSecret);
    }

    /** The variables of an application with a certificate: a PEM file with its key, made by the first call. */
    public synchronized Map<String, String> certificateEnvironment() {
        Path pem = clientCertificateFile();
        if (!Files.exists(pem)) {
            writeClientCertificate(pem, null, SECRET_LIFETIME);
        }
        return credentials(application, "AZURE_CLIENT_CERTIFICATE_PATH", pem.toString());
    }

    /** Registers a new certificate and replaces the PEM file of {@link #certificateEnvironment()}, as an operator does in time. */
    public synchronized void renewClientCertificate(Duration lifetime) {
        Path fresh = directory.resolve("renewed.pem");
        writeClientCertificate(fresh, null, lifetime);
        try {
            Files.move(fresh, clientCertificateFile(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the dev vault cannot replace its client certificate", e);
        }
    }

    private Path clientCertificateFile() {
        return directory.resolve("client.pem");
    }

    /** The same with a PKCS#12 file under this password. */
    public synchronized Map<String, String> certificateEnvironment(String password) {
        Path file = directory.resolve("client.pfx");
        writeClientCertificate(file, password, SECRET_LIFETIME);
        Map<String, String> environment = credentials(application, "AZURE_CLIENT_CERTIFICATE_PATH", file.toString());
        environment.put("AZURE_CLIENT_CERTIFICATE_PASSWORD", password);
        return environment;
    }

    /** The variables that the AKS workload identity webhook sets, with a token file good for an hour. */
    public Map<String, String> workloadIdentityEnvironment() {
        rotateFederatedToken(Duration.ofHours(1));
        return credentials(
                application, "AZURE_FEDERATED_TOKEN_FILE", federatedTokenFile().toString());
    }

    /** Replaces the token file's content as the kubelet does. A negative lifetime writes a token that has expired. */
    public void rotateFederatedToken(Duration lifetime) {
        Instant now = Instant.now();
        Instant from = lifetime.isNegative() ? now.plus(lifetime).minusSeconds(3600) : now;
        Map<String, Object> claims = new HashMap<>(Map.of(
                "iss", FEDERATION_ISSUER,
                "sub", FEDERATION_SUBJECT,
                "aud", FEDERATION_AUDIENCE,
                "nbf", from.getEpochSecond(),
                "iat", from.getEpochSecond(),
                "exp", now.plus(lifetime).getEpochSecond(),
                "jti", UUID.randomUUID().toString()));
        WholeFile.write(federatedTokenFile(), Jwt.sign("dev-vault", claims, clusterKeys.getPrivate()));
    }

    /** The file of {@link #workloadIdentityEnvironment}. */
    public Path federatedTokenFile() {
        return directory.resolve("federated-token");
    }

    /** The variables that lead to {@link #imds}. */
    public Map<String, String> managedIdentityEnvironment() {
        return imds().environment();
    }

    /** The variables of {@link #appService}. */
    public Map<String, String> appServiceEnvironment() {
        return appService().environment();
    }

    /** A forward proxy that leads to these services under their names in Azure, opened when it is first asked for. */
    public synchronized ProxyServer proxy() {
        ProxyServer opened = proxy;
        if (opened == null) {
            proxy = opened = new ProxyServer(nextPort(), this::route, directory);
        }
        return opened;
    }

    /** Every request for a token, whoever received it, oldest first. */
    public List<RecordedRequest> tokenRequests() {
        List<RecordedRequest> requests = new ArrayList<>();
        for (LoopbackService service : tokenServices()) {
            for (RecordedRequest request : service.requests()) {
                if (request.path().contains("token")) {
                    requests.add(request);
                }
            }
        }
        requests.sort(Comparator.comparing(RecordedRequest::at));
        return requests;
    }

    /** Closes every port and connection and deletes the files. Idempotent. */
    @Override
    public void close() {
        vaults.values().forEach(LoopbackService::close);
        tokenServices().forEach(LoopbackService::close);
        otherClouds.forEach(LoopbackService::close);
        closeProxy();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A temporary directory that is gone already, or one the system will clear.
        }
    }

    private synchronized List<LoopbackService> tokenServices() {
        List<LoopbackService> services = new ArrayList<>(managedIdentities.values());
        services.add(entra);
        return services;
    }

    private synchronized void closeProxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    /** The port behind a name of Azure, or 0. */
    private int route(String target) {
        int colon = target.lastIndexOf(':');
        String host = colon < 0 ? target : target.substring(0, colon);
        if (Clouds.LOGIN_HOSTS.contains(host)) {
            return entra.port();
        }
        for (String suffix : Clouds.VAULT_SUFFIXES) {
            if (host.endsWith("." + suffix)) {
                VaultServer vault = vaults.get(host.substring(0, host.length() - suffix.length() - 1));
                return vault == null ? 0 : vault.port();
            }
        }
        for (LoopbackService service : services()) {
            if (host.equals("localhost") && target.endsWith(":" + service.port())) {
                return service.port();
            }
        }
        return 0;
    }

    private List<LoopbackService> services() {
        List<LoopbackService> services = new ArrayList<>(tokenServices());
        services.addAll(vaults.values());
        services.addAll(otherClouds);
        return services;
    }

    private VaultServer openVault(String name) {
        VaultServer vault = VaultServer.open(name, nextPort(), tenantId, entra.authorityHost(), certificates, tokens);
        vault.grant(operator.principal(), Permission.SECRETS_OFFICER);
        return vault;
    }

    private synchronized ManagedIdentityServer managedIdentity(ManagedIdentityServer.EndpointKind kind) {
        return managedIdentities.computeIfAbsent(
                kind, unused -> ManagedIdentityServer.open(kind, nextPort(), tenantId, tokens));
    }

    Certificates certificates() {
        return certificates;
    }

    void closeWith(LoopbackService service) {
        otherClouds.add(service);
    }

    synchronized int nextPort() {
        return firstPort == 0 ? 0 : firstPort + opened++;
    }

    private Map<String, String> credentials(Application who, String variable, String value) {
        Map<String, String> environment = new HashMap<>();
        environment.put("AZURE_AUTHORITY_HOST", entra.authorityHost());
        environment.put("AZURE_TENANT_ID", tenantId);
        environment.put("AZURE_CLIENT_ID", who.principal().clientId());
        environment.put(variable, value);
        return environment;
    }

    private void writeClientCertificate(Path file, @Nullable String password, Duration lifetime) {
        TlsIdentity identity = CertificateAuthority.clientCertificate(
                "application", lifetime, RsaKeys.of("client certificate", ++clientCertificates));
        application.addCertificate(identity.certificate());
        try {
            if (password == null) {
                identity.writePem(file);
            } else {
                identity.writePkcs12(file, password.toCharArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the dev vault cannot write " + file, e);
        }
    }
}
