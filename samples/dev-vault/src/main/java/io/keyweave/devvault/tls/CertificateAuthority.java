package io.keyweave.devvault.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority that lives as long as the process. Certificates of the server, an expired one and one for another
 * host all come from it, so a client that trusts it meets exactly the error that is meant.
 */
public final class CertificateAuthority {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LIFETIME = Duration.ofDays(30);

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private CertificateAuthority(String name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A new authority with a key of its own. */
    public static CertificateAuthority create(String name) {
        KeyPair keys = ellipticKeys();
        Instant now = Instant.now();
        byte[] extensions = extensions(
                extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                extension("2.5.29.15", true, Der.bits(1, new byte[] {0x06})), // keyCertSign, cRLSign
                extension("2.5.29.14", false, Der.octets(keyId(keys.getPublic()))));
        X509Certificate certificate = sign(
                name, keys.getPrivate(), name, keys.getPublic(), now.minus(Duration.ofHours(1)), extensions, LIFETIME);
        return new CertificateAuthority(name, keys, certificate);
    }

    /** What a client has to trust. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** A server certificate for these DNS names and IP addresses, valid from an hour ago for 30 days. */
    public Identity server(List<String> hosts) {
        return server(hosts, Instant.now().minus(Duration.ofHours(1)), LIFETIME);
    }

    /** A server certificate whose validity ended yesterday. */
    public Identity expiredServer(List<String> hosts) {
        return server(hosts, Instant.now().minus(Duration.ofDays(31)), LIFETIME);
    }

    private Identity server(List<String> hosts, Instant from, Duration lifetime) {
        KeyPair server = ellipticKeys();
        List<byte[]> names = new ArrayList<>();
        for (String host : hosts) {
            names.add(generalName(host));
        }
        byte[] extensions = extensions(
                extension("2.5.29.17", false, Der.sequence(names.toArray(new byte[0][]))),
                extension("2.5.29.19", true, Der.sequence()),
                extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
                extension("2.5.29.14", false, Der.octets(keyId(server.getPublic()))),
                extension("2.5.29.35", false, Der.sequence(Der.context(0, false, keyId(keys.getPublic())))));
        X509Certificate issued =
                sign(name, keys.getPrivate(), hosts.get(0), server.getPublic(), from, extensions, lifetime);
        return new Identity(server.getPrivate(), List.of(issued, certificate));
    }

    /**
     * A self-signed certificate over an RSA key of 2048 bits, as an app registration carries one: Entra ID knows it by its
     * thumbprint, so nobody signs it. Costs some hundred milliseconds.
     */
    public static Identity clientCertificate(String name, Duration lifetime) {
        KeyPair client = keys("RSA", 2048);
        X509Certificate certificate = sign(
                name,
                client.getPrivate(),
                name,
                client.getPublic(),
                Instant.now().minus(Duration.ofHours(1)),
                extensions(extension("2.5.29.14", false, Der.octets(keyId(client.getPublic())))),
                lifetime.plusHours(1));
        return new Identity(client.getPrivate(), List.of(certificate));
    }

    /** A new P-256 key pair. */
    public static KeyPair ellipticKeys() {
        return keys("EC", 256);
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

    private static X509Certificate sign(
            String issuer,
            PrivateKey issuerKey,
            String subject,
            PublicKey subjectKey,
            Instant from,
            byte[] extensions,
            Duration lifetime) {
        boolean rsa = issuerKey.getAlgorithm().equals("RSA");
        byte[] algorithm = rsa
                ? Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.nothing())
                : Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
        byte[] body = Der.sequence(
                Der.context(0, true, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(120, RANDOM).setBit(119)),
                algorithm,
                distinguishedName(issuer),
                Der.sequence(Der.time(from), Der.time(from.plus(lifetime))),
                distinguishedName(subject),
                subjectKey.getEncoded(),
                extensions);
        try {
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(issuerKey, RANDOM);
            signature.update(body);
            byte[] encoded = Der.sequence(body, algorithm, Der.bits(0, signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK signs no certificates", e);
        }
    }

    private static byte[] distinguishedName(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    private static byte[] extensions(byte[]... extensions) {
        return Der.context(3, true, Der.sequence(extensions));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] generalName(String host) {
        boolean address = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        if (!address) {
            return Der.context(2, false, host.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Der.context(7, false, InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(host + " is no IP address", e);
        }
    }

    private static byte[] keyId(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-1", e);
        }
    }
}
