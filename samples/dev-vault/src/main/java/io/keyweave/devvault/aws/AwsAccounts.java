package io.keyweave.devvault.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets of every account and region. Thread-safe. */
final class AwsAccounts {

    private final Map<String, AwsSecrets> secrets = new ConcurrentHashMap<>();

    AwsSecrets secrets(String account, String region) {
        return secrets.computeIfAbsent(account + "/" + region, unused -> new AwsSecrets(account, region));
    }
}
