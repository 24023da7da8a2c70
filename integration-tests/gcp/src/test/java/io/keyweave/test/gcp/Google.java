package io.keyweave.test.gcp;

import com.example.answers.AnswersProperties;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.gcp.GoogleCloud;
import io.keyweave.devvault.gcp.SecretManagerServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.util.Map;

/** Secret Manager on loopback, and JVMs with the agent and the extension that may read it. */
final class Google implements AutoCloseable {

    private final DevVault dev = DevVault.start();
    private final GoogleCloud cloud = GoogleCloud.open(dev);

    GoogleCloud cloud() {
        return cloud;
    }

    DevVault dev() {
        return dev;
    }

    SecretManagerServer secrets() {
        return cloud.secretManager();
    }

    /** Adds a version of the secret {@code db} of a project. */
    void put(String project, String value) {
        secrets().put(secret(project), value);
    }

    static String secret(String project) {
        return "projects/" + project + "/secrets/db";
    }

    /** The agent's settings that lead here; others are appended. */
    String settings(String... more) {
        StringBuilder all =
                new StringBuilder("extensions=" + Project.built("config-provider/gcp/target/keyweave-gcp.jar"));
        all.append(",ca=")
                .append(dev.certificateFile())
                .append(",gcp.endpoint=")
                .append(secrets().url())
                .append(Contoso.patience(more));
        for (String setting : more) {
            all.append(',').append(setting);
        }
        return all.toString();
    }

    /** A JVM with the key of the service account. */
    ForkedJvm jvm(Jdk jdk, String... settings) {
        return jvm(jdk, cloud.environment(), settings);
    }

    ForkedJvm jvm(Jdk jdk, Map<String, String> environment, String... settings) {
        return ForkedJvm.on(jdk)
                .agent(settings(settings))
                // No credentials of the developer at this machine.
                .environment(
                        "CLOUDSDK_CONFIG", dev.certificateFile().getParent().toString())
                .environment(environment)
                .main(AnswersProperties.class);
    }

    @Override
    public void close() {
        dev.close();
    }
}
