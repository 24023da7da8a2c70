package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Project;
import io.keyweave.test.Redeploying;
import io.keyweave.test.RunningJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleLogger;

/**
 * Clients under the agent, at a broker that wants each connection to authenticate anew again and again, while their password is rotated: in the
 * vault first, then in the broker first. No request of any of them fails.
 */
class SaslRotationIT {

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    /** With what JAAS reads as the end of a value, or as an escape. */
    private static final List<String> PASSWORDS = List.of("first-\"pass\\word'", "second-password", "third-\"password");

    private static final String LOGIN = " required username=\"app\" password=\"$<kv:contoso/kafka-password>\";";
    /** Without {@code group.protocol=consumer}, whose consumers a refusal of their coordinator's connection would end for good. */
    private static final List<String> OLD = List.of("producer", "consumer", "admin");

    private static final List<String> ALL = List.of("producer", "consumer", "new-consumer", "admin");

    /** Clients come back after 85 to 95 % of it, and a broker takes none that comes back within a second. */
    private static final String REAUTHENTICATION_MILLIS = "1500";

    /** What a connection runs over. */
    private enum Wire {
        SASL_PLAINTEXT,
        SASL_SSL
    }

    @TempDir
    static Path directory;

    private static final Map<Wire, Integer> PORTS = new EnumMap<>(Wire.class);
    private static Broker broker;

    @AutoClose
    private final Contoso contoso = new Contoso();

    @BeforeAll
    static void start() throws Exception {
        int plaintext = Ports.free();
        Certificate.pkcs12("localhost", directory);
        Map<String, String> properties = new HashMap<>(Map.of(
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-256,SCRAM-SHA-512,PLAIN",
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                store(),
                "ssl.keystore.password",
                Certificate.PASSWORD));
        StringBuilder listeners = new StringBuilder("PLAINTEXT://localhost:" + plaintext);
        for (Wire wire : Wire.values()) {
            PORTS.put(wire, Ports.free());
            listeners.append(",").append(wire).append("://localhost:").append(PORTS.get(wire));
            String listener = "listener.name." + wire.name().toLowerCase(Locale.ROOT) + ".";
            properties.put(listener + "scram-sha-256.sasl.jaas.config", SCRAM + " required;");
            properties.put(listener + "scram-sha-512.sasl.jaas.config", SCRAM + " required;");
            properties.put(listener + "plain.sasl.jaas.config", PLAIN + " required;");
            properties.put(listener + "plain.sasl.server.callback.handler.class", PlainPasswords.class.getName());
            properties.put(listener + "connections.max.reauth.ms", REAUTHENTICATION_MILLIS);
        }
        properties.put("listeners", listeners.toString());
        broker = Broker.start(Files.createDirectory(directory.resolve("broker")), plaintext, List.of(), properties);
        try (KafkaProducer<String, String> first = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer())) {
            for (String topic : List.of(SteadyClients.TOPIC, SteadyStreams.TOPIC)) {
                first.send(new ProducerRecord<>(topic, "first")).get(120, TimeUnit.SECONDS);
            }
        }
    }

    private static String store() {
        return directory.resolve("localhost.p12").toString();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @EveryJdk
    void producer(Jdk jdk) throws Exception {
        rotates(jvm(jdk), Wire.SASL_PLAINTEXT, ScramMechanism.SCRAM_SHA_256, List.of("producer"));
    }

    @OneJdk
    void consumer(Jdk jdk) throws Exception {
        rotates(jvm(jdk), Wire.SASL_SSL, ScramMechanism.SCRAM_SHA_512, List.of("consumer"));
    }

    @Test
    void streams() throws Exception {
        rotates(jvm(Jdk.oldest()), Wire.SASL_SSL, ScramMechanism.SCRAM_SHA_512, List.of("streams"));
    }

    @OneJdk
    void admin(Jdk jdk) throws Exception {
        rotates(jvm(jdk), Wire.SASL_PLAINTEXT, ScramMechanism.SCRAM_SHA_256, List.of("admin"));
    }

    @EveryJdk
    void plain(Jdk jdk) throws Exception {
        rotates(jvm(jdk), Wire.SASL_SSL, "PLAIN", PLAIN, PlainPasswords::change, ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.1.1", "2.8.2", "3.4.1", "3.9.2"})
    void otherVersions(String version) throws Exception {
        ForkedJvm jvm = agent(Jdk.oldest())
                .classPath(Project.built("integration-tests/kafka/target/versions/kafka-clients-" + version + ".jar"))
                .classPathOf(Logger.class, SimpleLogger.class, SteadyClients.class);
        rotates(jvm, Wire.SASL_SSL, ScramMechanism.SCRAM_SHA_512, version.startsWith("3.9") ? ALL : OLD);
    }

    /** What never worked is wrong, and no rotation is waited for. */
    @Test
    void aWrongPasswordIsToldAtOnce() throws Exception {
        begin(PlainPasswords::change);
        PlainPasswords.change(PASSWORDS.get(1));
        try (SteadyJvm application =
                application(jvm(Jdk.oldest()), Wire.SASL_SSL, "PLAIN", PLAIN + LOGIN, List.of("admin"))) {
            String failure = application.failure();
            assertTrue(failure.contains("SaslAuthenticationException: Keyweave: kafka://localhost refused"), failure);
        }
    }

    /** Changes the password that the broker takes. */
    private interface BrokerSide {
        void change(String password) throws Exception;
    }

    private void rotates(ForkedJvm jvm, Wire wire, ScramMechanism mechanism, List<String> clients) throws Exception {
        rotates(
                jvm,
                wire,
                mechanism.mechanismName(),
                SCRAM,
                password -> broker.password("app", mechanism, password),
                clients);
    }

    private void rotates(
            ForkedJvm jvm, Wire wire, String mechanism, String module, BrokerSide server, List<String> clients)
            throws Exception {
        begin(server);
        try (SteadyJvm application = application(jvm, wire, mechanism, module + LOGIN, clients)) {
            String second = vaultFirst(application, server);

            server.change(PASSWORDS.get(2));
            application.tells("the broker is ahead", line -> refusal(line, second));
            application.tells(
                    "nothing new in the vault",
                    line -> line.contains("the vault has no other version of contoso/kafka-password"));
            String third = contoso.vault().put("kafka-password", PASSWORDS.get(2));
            application.tells("a login with the third version", line -> goesOnWith(line, third));
            application.goesOn();
            if (mechanism.equals("PLAIN")) {
                getsNothing(application, Wire.SASL_PLAINTEXT, "app");
                getsNothing(application, Wire.SASL_SSL, "eve");
                application.goesOn();
            }

            List<String> told = application.finish();
            assertTrue(
                    told.stream()
                                    .filter(line ->
                                            line.contains(" WARN KW-6001 keyweave: kafka://localhost refused contoso/"))
                                    .count()
                            <= 4L * (clients.contains("streams") ? SteadyStreams.CLIENTS : clients.size()),
                    "refused logins: " + told);
            PASSWORDS.forEach(password -> assertFalse(told.toString().contains(password)));
        }
    }

    /** Somebody types a former password, at a broker or for a user that the application never met: no other password is offered. */
    private static void getsNothing(SteadyJvm application, Wire wire, String user) {
        int port = PORTS.get(wire);
        assertEquals("SaslAuthenticationException", application.typed(wire.name(), port, user, PASSWORDS.get(1)));
        assertEquals("ok", application.typed(wire.name(), port, user, PASSWORDS.get(2)));
    }

    private void begin(BrokerSide server) throws Exception {
        contoso.vault().put("store-password", Certificate.PASSWORD);
        server.change(PASSWORDS.get(0));
        contoso.vault().put("kafka-password", PASSWORDS.get(0));
    }

    /** Returns the second version. */
    private String vaultFirst(SteadyJvm application, BrokerSide server) throws Exception {
        application.goesOn();
        String second = contoso.vault().put("kafka-password", PASSWORDS.get(1));
        application.tells("the vault is ahead", line -> line.contains("rotated contoso/kafka-password"));
        application.goesOn();
        server.change(PASSWORDS.get(1));
        application.tells("a login with the second version", line -> goesOnWith(line, second));
        application.goesOn();
        return second;
    }

    /** A connection keeps its user forever: the broker refuses another one, which says nothing about the password. */
    @OneJdk
    void twoUsersThatTakeTurns(Jdk jdk) throws Exception {
        ScramMechanism mechanism = ScramMechanism.SCRAM_SHA_256;
        broker.password("blue", mechanism, PASSWORDS.get(0));
        broker.password("green", mechanism, PASSWORDS.get(1));
        contoso.vault().put("store-password", Certificate.PASSWORD);
        contoso.vault().put("kafka", json("blue", PASSWORDS.get(0)));
        String login =
                " required username=\"$<kv:contoso/kafka#user>\" password=\"$<kv:contoso/kafka#password?as=jaas>\";";
        try (SteadyJvm application = application(
                jvm(jdk), Wire.SASL_PLAINTEXT, mechanism.mechanismName(), SCRAM + login, List.of("producer"))) {
            application.goesOn();
            String second = contoso.vault().put("kafka", json("green", PASSWORDS.get(1)));
            application.tells(
                    "the second user", line -> line.contains("go on with") && line.contains("version " + second));
            broker.password("blue", mechanism, PASSWORDS.get(2));
            application.goesOn();
            assertFalse(
                    application.finish().toString().contains(" refused contoso/"), "no password was taken for wrong");
        }
    }

    /** A container drops an application whose producers have logged in, were refused, and logged in again. */
    @EveryJdk
    void nothingHoldsADroppedApplication(Jdk jdk) throws Exception {
        begin(PlainPasswords::change);
        ForkedJvm container = agent(jdk)
                .property("org.slf4j.simpleLogger.defaultLogLevel", "off")
                .property(
                        "clients",
                        configuration(Wire.SASL_PLAINTEXT, "PLAIN", PLAIN + LOGIN)
                                .toString())
                .main(
                        Redeploying.class,
                        Redeploying.application(
                                        DeployedProducers.class, KafkaProducer.class, Logger.class, SimpleLogger.class)
                                .toArray(String[]::new));
        try (RunningJvm jvm = container.startReady()) {
            assertEquals("ok", jvm.ask("send", "="));
            PlainPasswords.change(PASSWORDS.get(1));
            jvm.send("send");
            jvm.awaitErr(line -> line.contains("refused contoso/kafka-password"), "the broker to be ahead");
            contoso.vault().put("kafka-password", PASSWORDS.get(1));
            assertEquals("ok", jvm.ask("send", "="));
            jvm.send(DeployedProducers.END);
            Redeploying.expectGone(jvm, 1);
            jvm.finish().expect(0).expectHarmless(PASSWORDS.toArray(String[]::new));
        }
    }

    private ForkedJvm agent(Jdk jdk) {
        return contoso.jvm(jdk, "ttl=1s", "trust=" + directory + "/*.properties");
    }

    private ForkedJvm jvm(Jdk jdk) {
        return KafkaJvm.withKafka(agent(jdk));
    }

    private SteadyJvm application(ForkedJvm jvm, Wire wire, String mechanism, String login, List<String> clients)
            throws Exception {
        List<String> arguments = new ArrayList<>(clients);
        arguments.add(0, configuration(wire, mechanism, login).toString());
        return new SteadyJvm(jvm.property("org.slf4j.simpleLogger.defaultLogLevel", "error")
                .main(SteadyClients.class.getName(), arguments.toArray(new String[0])));
    }

    private static Path configuration(Wire wire, String mechanism, String login) throws Exception {
        return KafkaJvm.file(
                Files.createTempFile(directory, "clients-", ".properties"),
                Map.ofEntries(
                        Map.entry("bootstrap.servers", "localhost:" + PORTS.get(wire)),
                        Map.entry("security.protocol", wire.name()),
                        Map.entry("ssl.truststore.type", "PKCS12"),
                        Map.entry("ssl.truststore.location", store()),
                        Map.entry("ssl.truststore.password", "$<kv:contoso/store-password>"),
                        Map.entry("sasl.mechanism", mechanism),
                        Map.entry("sasl.jaas.config", login),
                        Map.entry("key.serializer", "org.apache.kafka.common.serialization.StringSerializer"),
                        Map.entry("value.serializer", "org.apache.kafka.common.serialization.StringSerializer"),
                        Map.entry("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer"),
                        Map.entry("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer"),
                        // Its own: a consumer that was killed stays a member for a while.
                        Map.entry("group.id", UUID.randomUUID().toString()),
                        Map.entry("enable.auto.commit", "false"),
                        Map.entry("max.poll.records", "1")));
    }

    private static boolean goesOnWith(String line, String version) {
        return line.contains("logins at kafka://localhost go on with contoso/kafka-password version " + version);
    }

    private static boolean refusal(String line, String version) {
        return line.contains("kafka://localhost refused contoso/kafka-password version " + version);
    }

    private static String json(String user, String password) {
        String escaped = password.replace("\\", "\\\\").replace("\"", "\\\"");
        return "{\"user\":\"" + user + "\",\"password\":\"" + escaped + "\"}";
    }
}
