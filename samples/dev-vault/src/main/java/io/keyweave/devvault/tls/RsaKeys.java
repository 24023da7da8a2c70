package io.keyweave.devvault.tls;

import java.security.KeyPair;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * RSA keys of 2048 bits. Making one takes up to two seconds in a JVM that has just started, and a suite of tests opens many dev vaults: so an owner has the
 * same keys in all dev vaults of a process, each key only once in each of them.
 */
public final class RsaKeys {

    private static final Map<String, KeyPair> MADE = new ConcurrentHashMap<>();

    private RsaKeys() {}

    /** The key of that number that this owner gets. */
    public static KeyPair of(String owner, int number) {
        return MADE.computeIfAbsent(owner + " " + number, unused -> CertificateAuthority.rsaKeys());
    }
}
