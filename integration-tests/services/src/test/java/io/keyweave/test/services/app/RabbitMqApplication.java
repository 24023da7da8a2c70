package io.keyweave.test.services.app;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Uses RabbitMQ's client. {@code connect} opens a connection that would recover, {@code plain} one that would not, as Spring's do;
 * {@code nio} one of the other kind of socket. {@code recovered N} is ok when the connection made at the start has recovered N times and works. {@code typed}
 * logs in with a port, a user name and a password that somebody typed.
 */
public final class RabbitMqApplication {

    private RabbitMqApplication() {}

    public static void main(String[] arguments) throws Exception {
        ConnectionFactory recovering = factory(true);
        ConnectionFactory plain = factory(false);
        ConnectionFactory nio = factory(false);
        nio.useNio();
        AtomicInteger recoveries = new AtomicInteger();
        Connection held = recovering.newConnection();
        ((Recoverable) held).addRecoveryListener(new RecoveryListener() {
            @Override
            public void handleRecovery(Recoverable connection) {
                recoveries.incrementAndGet();
            }

            @Override
            public void handleRecoveryStarted(Recoverable connection) {
                // Counted when it is done.
            }
        });
        Commands.serve(words -> switch (words[0]) {
            case "connect" -> used(recovering);
            case "plain" -> used(plain);
            case "nio" -> used(nio);
            case "recovered" -> {
                boolean enough = recoveries.get() >= Integer.parseInt(words[1]);
                yield enough && works(held) ? "ok" : "failed, recoveries: " + recoveries;
            }
            case "typed" -> {
                ConnectionFactory typed = factory(false);
                typed.setPort(Integer.parseInt(words[1]));
                typed.setUsername(words[2]);
                typed.setPassword(words[3]);
                yield used(typed);
            }
            default -> throw new IllegalArgumentException(words[0]);
        });
        held.close();
    }

    private static ConnectionFactory factory(boolean recovering) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(Integer.parseInt(System.getProperty("amqp.port")));
        factory.setUsername(System.getProperty("amqp.user"));
        factory.setPassword(System.getProperty("amqp.password"));
        factory.setVirtualHost("default");
        factory.setAutomaticRecoveryEnabled(recovering);
        factory.setNetworkRecoveryInterval(200);
        return factory;
    }

    private static String used(ConnectionFactory factory) throws Exception {
        try (Connection connection = factory.newConnection()) {
            return works(connection) ? "ok" : "failed";
        }
    }

    private static boolean works(Connection connection) throws Exception {
        try (Channel channel = connection.createChannel()) {
            return channel.isOpen();
        }
    }
}
