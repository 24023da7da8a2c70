package com.example;

import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.settings.Settings;
import java.util.Map;

/** Reads a secret with the library. */
public final class Orders {
    private Orders() {}

    public static void main(String[] arguments) {
        try (SecretResolver secrets = SecretResolver.open(Settings.of(Map.of("offline", arguments[0])))) {
            Map<String, String> resolved =
                    secrets.resolve(Map.of("password", "$<kv:contoso-prod/db-password>"), Origin.of("orders"));
            System.out.println("the library gave " + resolved.get("password"));
        }
    }
}
