package io.keyweave.devvault.gcp;

import io.keyweave.devvault.json.Json;
import io.keyweave.devvault.tls.RsaKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A service account with its keys. Thread-safe; {@link #toString} shows none of them. */
public final class ServiceAccount {

    private final String project;
    private final String email;
    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();

    ServiceAccount(String name, String project) {
        this.project = project;
        this.email = name + "@" + project + ".iam.gserviceaccount.com";
    }

    /** By which roles are granted to it. */
    public String email() {
        return email;
    }

    /**
     * Makes one more key.
     *
     * @param tokenUri where whoever has the key is to ask for a token
     * @return the content of the key's file, as the console hands it out
     */
    String newKeyFile(String tokenUri) {
        KeyPair pair = RsaKeys.of(email, made.incrementAndGet());
        String id = UUID.randomUUID().toString().replace("-", "");
        keys.put(id, pair.getPublic());
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return Json.write(Json.of(
                "type",
                "service_account",
                "project_id",
                project,
                "private_key_id",
                id,
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n"
                        + lines.encodeToString(pair.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n",
                "client_email",
                email,
                "client_id",
                "113774264463038321964",
                "token_uri",
                tokenUri));
    }

    /** Takes every key away: whoever signs with one is nobody any more. */
    public void removeKeys() {
        keys.clear();
    }

    @Nullable
    PublicKey key(String id) {
        return keys.get(id);
    }

    @Override
    public String toString() {
        return email;
    }
}
