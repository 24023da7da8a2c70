package io.keyweave.test.services;

import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import io.keyweave.test.services.app.LettuceApplication;
import io.lettuce.core.RedisClient;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.AttributeMap;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import reactor.core.publisher.Mono;

/** Lettuce, which logs in on Netty's threads: connections that an application opens, and one that Lettuce replaces by itself. */
class LettuceIT {

    @AutoClose
    private static Contoso vault;

    @AutoClose
    private static RedisServer redis;

    @AutoClose
    private static Relay foreign;

    @BeforeAll
    static void start() throws IOException {
        vault = new Contoso();
        redis = new RedisServer();
        foreign = new Relay(redis.port());
    }

    @EveryJdk
    void connections(Jdk jdk) throws Exception {
        rotate(application(jdk, "jdk" + jdk.feature()), "jdk" + jdk.feature());
    }

    @Test
    void lettuce6() throws Exception {
        rotate(
                application(
                        vault.jvm(Jdk.oldest(), Rotation.settings())
                                .classPath(Project.built(
                                        "integration-tests/services/target/versions/lettuce-core-6.8.1.RELEASE.jar")),
                        "lettuce6"),
                "lettuce6");
    }

    private static void rotate(ForkedJvm jvm, String user) throws Exception {
        Rotation rotation =
                new Rotation(vault, "redis-" + user, redis.accounts(user), List.of("user", "default", "resp2"), 2);
        Rotation.Server eve = redis.accounts("eve");
        rotation.run(
                jvm,
                new Rotation.Form("typed", foreign.port(), user, rotation.server()),
                new Rotation.Form("typed", redis.port(), "eve", eve));
    }

    @Test
    void lostConnection() throws Exception {
        Rotation rotation = new Rotation(vault, "redis-held", redis.accounts("held"), List.of(), 1);
        rotation.runHeld(application(Jdk.oldest(), "held"), (jvm, dropped) -> jvm.succeeds("held"));
    }

    private static ForkedJvm application(Jdk jdk, String user) {
        return application(vault.jvm(jdk, Rotation.settings()).classPathOf(RedisClient.class), user);
    }

    private static ForkedJvm application(ForkedJvm jvm, String user) {
        return jvm.classPathOf(
                        Mono.class,
                        Publisher.class,
                        AttributeMap.class,
                        ByteBuf.class,
                        Channel.class,
                        ByteToMessageDecoder.class,
                        SslHandler.class,
                        AddressResolver.class,
                        DnsNameResolver.class,
                        DnsRecord.class,
                        Logger.class)
                .main(LettuceApplication.class)
                .property("redis.port", String.valueOf(redis.port()))
                .property("redis.user", user)
                .property("redis.password", "$<kv:contoso/redis-" + user + ">");
    }
}
