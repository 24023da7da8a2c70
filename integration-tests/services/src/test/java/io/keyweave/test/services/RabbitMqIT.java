package io.keyweave.test.services;

import com.rabbitmq.client.ConnectionFactory;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import io.keyweave.test.services.app.RabbitMqApplication;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** RabbitMQ's client: connections that an application opens, and those that the client opens itself after the broker has dropped one. */
class RabbitMqIT {

    @AutoClose
    private static Contoso vault;

    @AutoClose
    private static AmqpBroker broker;

    @AutoClose
    private static Relay foreign;

    @BeforeAll
    static void start() throws Exception {
        vault = new Contoso();
        broker = new AmqpBroker();
        foreign = new Relay(broker.port());
    }

    @EveryJdk
    void connections(Jdk jdk) throws Exception {
        String user = "jdk" + jdk.feature();
        rotate(application(jdk, user), user);
    }

    /** From before the time when credentials could expire. */
    @Test
    void oldClient() throws Exception {
        ForkedJvm jvm = vault.jvm(Jdk.oldest(), Rotation.settings())
                .classPath(Project.built("integration-tests/services/target/versions/amqp-client-5.4.3.jar"));
        rotate(application(jvm, "old"), "old");
    }

    private static void rotate(ForkedJvm jvm, String user) throws Exception {
        Rotation rotation =
                new Rotation(vault, "amqp-" + user, broker.account(user), List.of("connect", "plain", "nio"), 1);
        rotation.run(
                jvm,
                new Rotation.Form("typed", foreign.port(), user, rotation.server()),
                new Rotation.Form("typed", broker.port(), "eve", broker.account("eve")));
    }

    @Test
    void automaticRecovery() throws Exception {
        Rotation rotation = new Rotation(vault, "amqp-recovering", broker.account("recovering"), List.of(), 1);
        rotation.runHeld(
                application(Jdk.oldest(), "recovering"), (jvm, dropped) -> jvm.succeedsAtLast("recovered " + dropped));
    }

    private static ForkedJvm application(Jdk jdk, String user) {
        return application(vault.jvm(jdk, Rotation.settings()).classPathOf(ConnectionFactory.class), user);
    }

    private static ForkedJvm application(ForkedJvm jvm, String user) {
        return jvm.classPathOf(Logger.class)
                .main(RabbitMqApplication.class)
                .property("amqp.port", String.valueOf(broker.port()))
                .property("amqp.user", user)
                .property("amqp.password", "$<kv:contoso/amqp-" + user + ">");
    }
}
