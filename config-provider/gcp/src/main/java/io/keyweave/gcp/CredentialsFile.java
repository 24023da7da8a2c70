package io.keyweave.gcp;

import io.keyweave.ProviderSettings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the credentials of this process are, in the order of Application Default Credentials. Why not
 * {@code GoogleCredentials.getApplicationDefault}: that one looks once in the life of a JVM, so that a metadata server that is late, as in a pod
 * that has just started, is never asked again.
 *
 * @param path the file
 * @param origin who named it, for messages
 * @see <a href="https://cloud.google.com/docs/authentication/application-default-credentials">Application Default Credentials</a>
 */
record CredentialsFile(String path, String origin) {

    static final String VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";

    /** The file to use, or {@code null} for the metadata server. */
    static @Nullable CredentialsFile find(ProviderSettings settings) {
        String own = settings.text(GcpSettings.CREDENTIALS);
        if (own != null) {
            return new CredentialsFile(own, settings.origin(GcpSettings.CREDENTIALS));
        }
        String variable = settings.environment(VARIABLE);
        if (variable != null) {
            return new CredentialsFile(variable, VARIABLE);
        }
        String wellKnown = wellKnown(settings);
        try {
            return Files.exists(Path.of(wellKnown))
                    ? new CredentialsFile(wellKnown, "gcloud auth application-default login")
                    : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** What {@code gcloud auth application-default login} writes. */
    static String wellKnown(ProviderSettings settings) {
        String directory = settings.environment("CLOUDSDK_CONFIG");
        if (directory == null) {
            String windows = settings.environment("APPDATA");
            directory = windows != null
                    ? windows + "/gcloud"
                    : String.valueOf(settings.systemProperty("user.home")) + "/.config/gcloud";
        }
        return directory + "/application_default_credentials.json";
    }
}
