package io.keyweave.test.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.logging.LogMessage;
import org.apache.qpid.server.logging.LogSubject;
import org.apache.qpid.server.logging.MessageLogger;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Connection;
import org.apache.qpid.server.model.PasswordCredentialManagingAuthenticationProvider;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;

/** Apache Qpid Broker-J with AMQP 0-9-1, the protocol that RabbitMQ's client speaks. */
final class AmqpBroker implements AutoCloseable {

    private static final String CONFIGURATION =
            """
            {"name": "broker", "modelVersion": "9.0",
             "authenticationproviders": [{"name": "accounts", "type": "Plain", "secureOnlyMechanisms": []}],
             "ports": [{"name": "AMQP", "port": PORT, "bindingAddress": "127.0.0.1", "protocols": ["AMQP_0_9_1"],
                        "authenticationProvider": "accounts",
                        "virtualhostaliases": [{"name": "byName", "type": "nameAlias"}]}],
             "virtualhostnodes": [{"name": "default", "type": "Memory", "defaultVirtualHostNode": true,
                                   "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}]}
            """;

    private final AtomicInteger refusals = new AtomicInteger();
    private final SystemLauncher launcher;
    private final Broker<?> broker;
    private final Path directory;
    private final int port;

    AmqpBroker() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        directory = Files.createTempDirectory("keyweave-amqp");
        Path configuration = directory.resolve("broker.json");
        Files.writeString(configuration, CONFIGURATION.replace("PORT", String.valueOf(port)));
        AtomicReference<SystemConfig<?>> system = new AtomicReference<>();
        launcher = new SystemLauncher(new DefaultSystemLauncherListener() {
            @Override
            public void onContainerResolve(SystemConfig<?> resolved) {
                resolved.getEventLogger().setMessageLogger(new CountsRefusals());
                system.set(resolved);
            }
        });
        launcher.startup(Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                configuration.toUri().toString(),
                "startupLoggedToSystemOut",
                "false",
                "context",
                Map.of("qpid.work_dir", directory.toString())));
        broker = (Broker<?>) system.get().getContainer();
    }

    int port() {
        return port;
    }

    Rotation.Server account(String user) {
        PasswordCredentialManagingAuthenticationProvider<?> accounts =
                (PasswordCredentialManagingAuthenticationProvider<?>)
                        broker.getAuthenticationProviders().iterator().next();
        return new Rotation.Server() {
            @Override
            public void password(String password) throws Exception {
                if (accounts.getUsers().containsKey(user)) {
                    accounts.setPassword(user, password);
                } else {
                    accounts.createUser(user, password, Map.of());
                }
                drop();
            }

            @Override
            public int refusals() {
                return refusals.get();
            }
        };
    }

    /** Ends every connection. */
    private void drop() {
        for (VirtualHostNode<?> node : broker.getVirtualHostNodes()) {
            node.getVirtualHost().getConnections().forEach(Connection::delete);
        }
    }

    @Override
    public void close() throws IOException {
        launcher.shutdown();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private final class CountsRefusals implements MessageLogger {
        @Override
        public boolean isEnabled() {
            return true;
        }

        @Override
        public boolean isMessageEnabled(String hierarchy) {
            return true;
        }

        @Override
        public void message(LogMessage message) {
            if (message.getLogHierarchy().endsWith(".authentication_failed")) {
                refusals.incrementAndGet();
            }
        }

        @Override
        public void message(LogSubject subject, LogMessage message) {
            message(message);
        }
    }
}
