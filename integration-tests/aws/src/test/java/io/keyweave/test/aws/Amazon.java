package io.keyweave.test.aws;

import com.example.aws.Application;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.aws.AwsSecrets;
import io.keyweave.devvault.aws.AwsServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.nio.file.Path;
import java.util.Map;

/** A dev vault with AWS in it, and JVMs with the agent and its extension for AWS. */
final class Amazon implements AutoCloseable {

    static final Path EXTENSION = Project.built("config-provider/aws/target/keyweave-aws.jar");

    static final Path GOOGLE = Project.built("config-provider/gcp/target/keyweave-gcp.jar");
    static final Path FILES = Project.built("samples/provider-file/target/keyweave-provider-file.jar");

    private final DevVault dev = DevVault.start();
    private final AwsServer server = AwsServer.in(dev);

    DevVault dev() {
        return dev;
    }

    AwsServer server() {
        return server;
    }

    AwsSecrets secrets() {
        return server.secrets();
    }

    /** With the access key of a user. */
    ForkedJvm jvm(Jdk jdk, String... settings) {
        return jvm(jdk, server.environment(), settings);
    }

    ForkedJvm jvm(Jdk jdk, Map<String, String> environment, String... settings) {
        StringBuilder all = new StringBuilder("extensions=" + EXTENSION + ",ca=" + dev.certificateFile());
        all.append(Contoso.patience(settings));
        for (String setting : settings) {
            all.append(',').append(setting);
        }
        return ForkedJvm.on(jdk).agent(all.toString()).environment(environment).main(Application.class);
    }

    @Override
    public void close() {
        dev.close();
    }
}
