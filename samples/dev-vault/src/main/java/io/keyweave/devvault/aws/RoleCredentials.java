package io.keyweave.devvault.aws;

import io.keyweave.devvault.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Temporary credentials as instances and containers are given them, in JSON. */
final class RoleCredentials {

    private final AccessKeys keys;
    private final String principal;
    private final String account;

    RoleCredentials(AccessKeys keys, String principal, String account) {
        this.keys = keys;
        this.principal = principal;
        this.account = account;
    }

    /** New ones: every caller has its own. */
    Map<String, Object> issue() {
        AccessKey key = keys.session(principal, account);
        return Json.of(
                "Code",
                "Success",
                "Type",
                "AWS-HMAC",
                "LastUpdated",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "AccessKeyId",
                key.id(),
                "SecretAccessKey",
                key.secret(),
                "Token",
                key.sessionToken(),
                "AccountId",
                account,
                "Expiration",
                String.valueOf(key.expires()));
    }
}
