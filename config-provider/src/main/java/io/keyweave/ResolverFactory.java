package io.keyweave;

import io.keyweave.settings.Settings;

/** Where {@link SecretResolver#builder} finds its implementation, by {@link java.util.ServiceLoader}; not for users. */
public interface ResolverFactory {

    /** A builder with everything at its default. */
    SecretResolver.Builder builder(Settings settings);
}
