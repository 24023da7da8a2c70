package io.keyweave.test.services;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.connection.ConnectionPoolSettings;
import com.rabbitmq.client.ConnectionFactory;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Redeploying;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.services.app.Commands;
import io.keyweave.test.services.app.HttpApplication;
import io.keyweave.test.services.app.JedisApplication;
import io.keyweave.test.services.app.LettuceApplication;
import io.keyweave.test.services.app.MailApplication;
import io.keyweave.test.services.app.MongoDbApplication;
import io.keyweave.test.services.app.RabbitMqApplication;
import io.lettuce.core.RedisClient;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.AttributeMap;
import jakarta.activation.DataSource;
import jakarta.mail.Session;
import java.util.List;
import org.apache.commons.pool2.ObjectPool;
import org.bson.BsonDocument;
import org.bson.codecs.record.RecordCodecProvider;
import org.eclipse.angus.activation.MailcapRegistryProviderImpl;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.nop.NOPServiceProvider;
import reactor.core.publisher.Mono;
import redis.clients.jedis.Jedis;

/**
 * An application server drops applications whose clients have logged in with a secret, were refused when it changed, and logged in with the next
 * version. Nothing of the agent may hold an application's class loader. The applications end by themselves what would hold it without the agent, too.
 */
class RedeploymentIT {

    private static final String USER = "redeployed";
    private static final String SECRET = "redeployed-password";

    /** What is deployed, one after the other: the ways it logs in, the server it does so at, and what it consists of. */
    private record Application(List<String> ways, Rotation.Server server, List<String> deployed) {}

    private static Contoso vault;
    private static RedisServer redis;
    private static MailServer mail;
    private static AmqpBroker amqp;
    private static MongoDbServer mongo;
    private static HttpBasicServer http;

    @BeforeAll
    static void start() throws Exception {
        vault = new Contoso();
        redis = new RedisServer();
        mail = new MailServer();
        amqp = new AmqpBroker();
        mongo = new MongoDbServer();
        http = new HttpBasicServer();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : List.of(redis, mail, amqp, mongo, http, vault)) {
            one.close();
        }
    }

    @EveryJdk
    void nothingHoldsADroppedApplication(Jdk jdk) throws Exception {
        List<Application> applications = applications();
        String password = "first-Password.1";
        vault.vault().put(SECRET, password);
        for (Application application : applications) {
            application.server().password(password);
        }
        try (RunningJvm jvm = container(jdk, applications)) {
            int number = 0;
            for (Application application : applications) {
                number++;
                String next = "another-Password." + number;
                application.server().password(password);
                all(jvm, application.ways());
                application.server().password(next);
                String refused = jvm.ask(application.ways().get(0), "=");
                assertTrue(refused.startsWith("failed"), refused);
                vault.vault().put(SECRET, next);
                all(jvm, application.ways());
                jvm.send(Commands.END);
                Redeploying.expectGone(jvm, number);
                password = next;
            }
            jvm.finish().expect(0).expectHarmless("-Password.");
        }
    }

    private static void all(RunningJvm jvm, List<String> ways) {
        for (String way : ways) {
            Eventually.sees(way + " to succeed", jvm, () -> jvm.ask(way, "="), "ok"::equals);
        }
    }

    private static RunningJvm container(Jdk jdk, List<Application> applications) {
        // The log of the first application is up, takes nothing, and goes with it.
        ForkedJvm jvm = vault.jvm(jdk, "ttl=1s", "log=app")
                .main(
                        Redeploying.class,
                        applications.stream()
                                .map(Application::deployed)
                                .flatMap(List::stream)
                                .toArray(String[]::new))
                .property("mail.ports", mail.ports());
        List.of("redis", "mail", "amqp", "mongodb", "http").forEach(protocol -> jvm.property(protocol + ".user", USER)
                .property(protocol + ".password", "$<kv:contoso/" + SECRET + ">"));
        return jvm.property("redis.port", String.valueOf(redis.port()))
                .property("amqp.port", String.valueOf(amqp.port()))
                .property("mongodb.port", String.valueOf(mongo.port()))
                .property("http.port", String.valueOf(http.port()))
                .start();
    }

    private static List<Application> applications() {
        return List.of(
                new Application(
                        List.of("user", "new-user", "auth"),
                        redis.accounts(USER),
                        Redeploying.application(
                                JedisApplication.class,
                                Jedis.class,
                                ObjectPool.class,
                                JSONObject.class,
                                redis.clients.authentication.core.Token.class,
                                Logger.class,
                                NOPServiceProvider.class)),
                new Application(
                        List.of("user", "resp2"),
                        redis.accounts(USER),
                        Redeploying.application(
                                LettuceApplication.class,
                                RedisClient.class,
                                redis.clients.authentication.core.Token.class,
                                Mono.class,
                                Publisher.class,
                                AttributeMap.class,
                                ByteBuf.class,
                                Channel.class,
                                ByteToMessageDecoder.class,
                                SslHandler.class,
                                AddressResolver.class,
                                DnsNameResolver.class,
                                io.netty.handler.codec.dns.DnsRecord.class,
                                Logger.class)),
                new Application(
                        List.of("send", "imap", "pop3"),
                        mail.account(USER),
                        Redeploying.application(
                                MailApplication.class,
                                Session.class,
                                SMTPTransport.class,
                                DataSource.class,
                                MailcapRegistryProviderImpl.class)),
                new Application(
                        List.of("connect", "nio"),
                        amqp.account(USER),
                        Redeploying.application(RabbitMqApplication.class, ConnectionFactory.class, Logger.class)),
                new Application(
                        List.of("pooled", "new", "plain"),
                        mongo.account(USER),
                        Redeploying.application(
                                MongoDbApplication.class,
                                MongoClient.class,
                                ConnectionPoolSettings.class,
                                BsonDocument.class,
                                RecordCodecProvider.class)),
                new Application(
                        List.of("url", "client"), http.account(USER), Redeploying.application(HttpApplication.class)));
    }
}
