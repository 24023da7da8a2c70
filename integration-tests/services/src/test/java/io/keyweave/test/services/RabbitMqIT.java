package io.keyweave.test.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private static final String V1 = "first-Password.1";
    private static final String V2 = "second-Password.2";
    private static final String V3 = "third-Password.3";

    @AutoClose
    private static Contoso vault;

    @AutoClose
    private static AmqpBroker broker;

    @BeforeAll
    static void start() throws Exception {
        vault = new Contoso();
        broker = new AmqpBroker();
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
        rotation.run(jvm);
    }

    @Test
    void automaticRecovery() throws Exception {
        Rotation.Server account = broker.account("recovering");
        account.password(V1);
        vault.vault().put("amqp-recovering", V1);
        try (ServiceJvm jvm = new ServiceJvm(application(Jdk.oldest(), "recovering"))) {
            int refusals = account.refusals();
            jvm.awaitRotation(vault.vault().put("amqp-recovering", V2));
            broker.drop();
            jvm.succeedsAtLast("recovered 1");
            assertEquals(refusals, account.refusals(), "refused while the vault is ahead");
            account.password(V2);
            jvm.succeedsAtLast("recovered 2");
            assertEquals(refusals + 1, account.refusals(), "the old password refused once");

            account.password(V3);
            vault.vault().put("amqp-recovering", V3);
            jvm.succeedsAtLast("recovered 3");
            assertTrue(account.refusals() <= refusals + 3, "refused " + (account.refusals() - refusals) + " times");
            jvm.finish(V1, V2, V3);
        }
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
