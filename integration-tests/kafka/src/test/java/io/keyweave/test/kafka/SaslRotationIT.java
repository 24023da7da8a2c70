package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * One producer under the agent, at a broker that wants each connection to authenticate anew every second, while its password is rotated: in the
 * vault first, then in the broker first.
 */
class SaslRotationIT {

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final List<String> PASSWORDS = List.of("first-password", "second-password", "third-password");

    @TempDir
    static Path directory;

    private static Broker broker;
    private static int sasl;

    @AutoClose
    private final Contoso contoso = new Contoso();

    @BeforeAll
    static void start() throws Exception {
        int plaintext = Ports.free();
        sasl = Ports.free();
        String listener = "listener.name.sasl_plaintext.";
        broker = Broker.start(
                Files.createDirectory(directory.resolve("broker")),
                plaintext,
                List.of(),
                Map.of(
                        "listeners",
                        "PLAINTEXT://localhost:" + plaintext + ",SASL_PLAINTEXT://localhost:" + sasl,
                        "sasl.enabled.mechanisms",
                        "SCRAM-SHA-256,PLAIN",
                        listener + "scram-sha-256.sasl.jaas.config",
                        SCRAM + " required;",
                        listener + "plain.sasl.jaas.config",
                        PLAIN + " required;",
                        listener + "plain.sasl.server.callback.handler.class",
                        PlainPasswords.class.getName(),
                        listener + "connections.max.reauth.ms",
                        "1000"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @EveryJdk
    void scram(Jdk jdk) throws Exception {
        rotates(jdk, "SCRAM-SHA-256", SCRAM, SaslRotationIT::changeScram);
    }

    @EveryJdk
    void plain(Jdk jdk) throws Exception {
        rotates(jdk, "PLAIN", PLAIN, PlainPasswords::change);
    }

    /** Changes the password that the broker takes. */
    private interface BrokerSide {
        void change(String password) throws Exception;
    }

    private static void changeScram(String password) throws Exception {
        changeScram("app", password);
    }

    private static void changeScram(String user, String password) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), password)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private void rotates(Jdk jdk, String mechanism, String module, BrokerSide server) throws Exception {
        server.change(PASSWORDS.get(0));
        contoso.vault().put("kafka-password", PASSWORDS.get(0));
        String login = " required username=\"app\" password=\"$<kv:contoso/kafka-password>\";";
        try (RunningJvm application =
                application(jdk, mechanism, module + login).start()) {
            sendsOn(application);

            String second = contoso.vault().put("kafka-password", PASSWORDS.get(1));
            application.awaitErr(line -> line.contains("rotated contoso/kafka-password"), "the vault is ahead");
            sendsOn(application);
            server.change(PASSWORDS.get(1));
            application.awaitErr(line -> goesOnWith(line, second), "a login with the second version");
            sendsOn(application);
            assertEquals(0, failed(application), "sends that failed while an overlap was possible");

            server.change(PASSWORDS.get(2));
            application.awaitErr(line -> refusal(line, second), "the broker is ahead");
            String third = contoso.vault().put("kafka-password", PASSWORDS.get(2));
            application.awaitErr(line -> goesOnWith(line, third), "a login with the third version");
            sendsOn(application);
            int failed = failed(application);
            sendsOn(application);
            assertEquals(failed, failed(application), "sends that failed after the gap");

            List<String> told = application.finish().err();
            assertTrue(
                    told.stream()
                                    .filter(line -> line.contains(" refused contoso/"))
                                    .count()
                            <= 4,
                    "refused logins: " + told);
            PASSWORDS.forEach(password -> assertFalse(told.toString().contains(password)));
        }
    }

    /** A connection keeps its user for ever: the broker refuses another one, which says nothing about the password. */
    @EveryJdk
    void twoUsersThatTakeTurns(Jdk jdk) throws Exception {
        changeScram("blue", PASSWORDS.get(0));
        changeScram("green", PASSWORDS.get(1));
        contoso.vault().put("kafka", "{\"user\":\"blue\",\"password\":\"" + PASSWORDS.get(0) + "\"}");
        String login = " required username=\"$<kv:contoso/kafka#user>\" password=\"$<kv:contoso/kafka#password>\";";
        try (RunningJvm application =
                application(jdk, "SCRAM-SHA-256", SCRAM + login).start()) {
            sendsOn(application);
            String second =
                    contoso.vault().put("kafka", "{\"user\":\"green\",\"password\":\"" + PASSWORDS.get(1) + "\"}");
            application.awaitErr(
                    line -> line.contains("go on with") && line.contains("version " + second), "the second user");
            changeScram("blue", PASSWORDS.get(2));
            sendsOn(application);
            assertEquals(0, failed(application));
            assertFalse(
                    application.finish().errText().contains(" refused contoso/"), "no password was taken for wrong");
        }
    }

    private ForkedJvm application(Jdk jdk, String mechanism, String login) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers",
                "localhost:" + sasl,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                login,
                "key.serializer",
                "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer",
                "org.apache.kafka.common.serialization.StringSerializer"));
        Path file = KafkaJvm.file(
                directory.resolve("producer-" + login.hashCode() + "-" + jdk.feature() + ".properties"), properties);
        return KafkaJvm.withKafka(contoso.jvm(jdk, "ttl=1s", "trust=" + file))
                .property("org.slf4j.simpleLogger.defaultLogLevel", "error")
                .main(SteadyProducer.class.getName(), file.toString());
    }

    private static boolean goesOnWith(String line, String version) {
        return line.contains("logins at kafka://localhost go on with contoso/kafka-password version " + version);
    }

    private static boolean refusal(String line, String version) {
        return line.contains("kafka://localhost refused contoso/kafka-password version " + version);
    }

    private static void sendsOn(RunningJvm application) {
        int before = count(application, 0);
        Eventually.holds("ten more records", () -> count(application, 0) >= before + 10);
    }

    private static int failed(RunningJvm application) {
        return count(application, 2);
    }

    private static int count(RunningJvm application, int word) {
        return Integer.parseInt(application.ask("how many", "sent ").split(" ", -1)[word]);
    }
}
