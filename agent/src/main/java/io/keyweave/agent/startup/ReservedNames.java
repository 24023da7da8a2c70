package io.keyweave.agent.startup;

import io.keyweave.Failure;
import io.keyweave.Origin;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties and variables in which a placeholder is not what it is elsewhere. */
public final class ReservedNames {

    /** Copies of the command line, in which the placeholder is there for all to see anyway. */
    private static final Set<String> COMMAND_LINES =
            Set.of("sun.java.command", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Set<String> NETWORK = Set.of(
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "all_proxy",
            "java.net.usesystemproxies",
            "jdk.http.auth.tunneling.disabledschemes",
            "jdk.net.hosts.file",
            "identity_endpoint",
            "identity_header",
            "msi_endpoint",
            "msi_secret",
            "imds_endpoint",
            "azure_authority_host",
            "azure_client_id",
            "azure_client_secret",
            "azure_client_certificate_path",
            "azure_client_certificate_password",
            "azure_client_send_certificate_chain",
            "azure_federated_token_file",
            "azure_pod_identity_authority_host",
            "azure_regional_authority_name",
            "azure_tenant_id");

    /** Not all of {@code AZURE_}: an application keeps connection strings and keys of other services under such names. */
    private static final String[] NETWORK_PREFIXES = {
        "http.proxy",
        "https.proxy",
        "http.nonproxy",
        "https.nonproxy",
        "socksproxy",
        "java.net.socks.",
        "azure_identity_",
        "azure_kubernetes_",
        "jdk.tls."
    };

    private ReservedNames() {}

    public static boolean ofTheJvm(String name) {
        return COMMAND_LINES.contains(name);
    }

    /** Waiting for itself: our own requests read this. Null when the name is of no concern. */
    public static @Nullable Failure neededToFetch(String name, Origin origin) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean setting = lower.startsWith("keyweave.") || lower.startsWith("keyweave_");
        boolean network = NETWORK.contains(lower);
        for (String prefix : NETWORK_PREFIXES) {
            network |= lower.startsWith(prefix);
        }
        if (!setting && !network) {
            return null;
        }
        return StartMessages.NEEDED_TO_FETCH.failure(Failure.Kind.MALFORMED, null, "origin", origin);
    }
}
