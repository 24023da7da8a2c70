package io.keyweave.test.services;

import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import io.keyweave.test.services.app.JedisApplication;
import java.io.IOException;
import java.util.List;
import org.apache.commons.pool2.ObjectPool;
import org.json.JSONObject;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import redis.clients.authentication.core.Token;
import redis.clients.jedis.Jedis;

/** A user by name and the default user with {@code requirepass}, from a pool and without one, with each major version of Jedis. */
class JedisIT {

    private static final List<String> WAYS = List.of("user", "default", "new-user", "new-default", "auth");

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
    void jedis(Jdk jdk) throws Exception {
        rotate(vault.jvm(jdk, Rotation.settings()).classPathOf(Jedis.class), "jdk" + jdk.feature());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.10.0", "4.4.8", "5.2.0", "8.0.2"})
    void otherVersions(String version) throws Exception {
        ForkedJvm jvm = vault.jvm(Jdk.oldest(), Rotation.settings())
                .classPath(Project.built("integration-tests/services/target/versions/jedis-" + version + ".jar"));
        rotate(jvm, "jedis" + version.charAt(0));
    }

    private static void rotate(ForkedJvm jvm, String user) throws Exception {
        Rotation rotation = new Rotation(vault, "redis-" + user, redis.accounts(user), WAYS, 2);
        Rotation.Server eve = redis.accounts("eve");
        rotation.run(
                jvm.classPathOf(Logger.class, ObjectPool.class, JSONObject.class, Token.class)
                        .main(JedisApplication.class)
                        .property("redis.port", String.valueOf(redis.port()))
                        .property("redis.user", user)
                        .property("redis.password", rotation.placeholder()),
                new Rotation.Form("typed", foreign.port(), user, rotation.server()),
                new Rotation.Form("typed", redis.port(), "eve", eve),
                new Rotation.Form("typed-auth", foreign.port(), "eve", eve));
    }
}
