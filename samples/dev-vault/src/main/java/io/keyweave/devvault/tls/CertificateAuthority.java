package io.keyweave.devvault.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that lives as long as the process. Certificates of the server, an expired one and one for another
 * host all come from it, so a client that trusts it meets exactly the error that is meant.
 */
public final class CertificateAuthority {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private CertificateAuthority(X500Name name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A new authority with a key of its own. */
    public static CertificateAuthority create(String commonName) {
        KeyPair keys = ellipticKeys();
        X500Name name = name(commonName);
        X509Certificate certificate =
                issue(name, keys, name, keys, Instant.now().minus(CLOCK_SKEW), LIFETIME, (builder, ids) -> {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                    builder.addExtension(
                            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
                });
        return new CertificateAuthority(name, keys, certificate);
    }

    /** What a client has to trust. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** A server certificate for these DNS names and IP addresses, valid from an hour ago for 30 days. */
    public TlsIdentity server(List<String> hosts) {
        return server(hosts, Instant.now().minus(CLOCK_SKEW));
    }

    /** A server certificate whose validity ended yesterday. */
    public TlsIdentity expiredServer(List<String> hosts) {
        return server(hosts, Instant.now().minus(LIFETIME).minus(Duration.ofDays(1)));
    }

    private TlsIdentity server(List<String> hosts, Instant from) {
        KeyPair server = ellipticKeys();
        GeneralName[] names =
                hosts.stream().map(CertificateAuthority::generalName).toArray(GeneralName[]::new);
        X509Certificate issued = issue(name, keys, name(hosts.get(0)), server, from, LIFETIME, (builder, ids) -> {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(keys.getPublic()));
        });
        return new TlsIdentity(server.getPrivate(), List.of(issued, certificate));
    }

    /**
     * A self-signed certificate over an RSA key of 2048 bits, as an app registration carries one: Entra ID knows it by its
     * thumbprint, so nobody signs it. Costs some hundred milliseconds.
     */
    public static TlsIdentity clientCertificate(String commonName, Duration lifetime) {
        return clientCertificate(commonName, lifetime, rsaKeys());
    }

    /** The same over a key that there is already. */
    public static TlsIdentity clientCertificate(String commonName, Duration lifetime, KeyPair client) {
        X500Name name = name(commonName);
        Instant from = Instant.now().minus(CLOCK_SKEW);
        X509Certificate certificate =
                issue(name, client, name, client, from, lifetime.plus(CLOCK_SKEW), (builder, ids) -> {});
        return new TlsIdentity(client.getPrivate(), List.of(certificate));
    }

    /** A new P-256 key pair. */
    public static KeyPair ellipticKeys() {
        return keys("EC", 256);
    }

    static KeyPair rsaKeys() {
        return keys("RSA", 2048);
    }

    private static KeyPair keys(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size, RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no " + algorithm + " keys", e);
        }
    }

    private interface Extensions {
        void add(X509v3CertificateBuilder builder, JcaX509ExtensionUtils identifiers)
                throws IOException, GeneralSecurityException;
    }

    /** The JDK's providers sign: BouncyCastle's own provider, a load of several hundred classes, stays out of the process. */
    private static X509Certificate issue(
            X500Name issuer,
            KeyPair issuerKeys,
            X500Name subject,
            KeyPair subjectKeys,
            Instant from,
            Duration lifetime,
            Extensions extensions) {
        try {
            BigInteger serial = new BigInteger(120, RANDOM).setBit(119);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer, serial, Date.from(from), Date.from(from.plus(lifetime)), subject, subjectKeys.getPublic());
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    identifiers.createSubjectKeyIdentifier(subjectKeys.getPublic()));
            extensions.add(builder, identifiers);
            boolean rsa = issuerKeys.getPrivate().getAlgorithm().equals("RSA");
            ContentSigner signer = new JcaContentSignerBuilder(rsa ? "SHA256withRSA" : "SHA256withECDSA")
                    .build(issuerKeys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK signs no certificates", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static GeneralName generalName(String host) {
        boolean address = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }
}
