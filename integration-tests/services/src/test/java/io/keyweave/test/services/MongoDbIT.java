package io.keyweave.test.services;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.connection.ConnectionPoolSettings;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import io.keyweave.test.services.app.MongoDbApplication;
import java.io.IOException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.codecs.record.RecordCodecProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MongoDB's synchronous driver, 5 and 4. */
class MongoDbIT {

    private static final List<String> WAYS = List.of("pooled", "new", "plain");

    @AutoClose
    private static Contoso vault;

    @AutoClose
    private static MongoDbServer server;

    @AutoClose
    private static Relay foreign;

    @BeforeAll
    static void start() throws IOException {
        vault = new Contoso();
        server = new MongoDbServer();
        foreign = new Relay(server.port());
    }

    @EveryJdk
    void mongoDb(Jdk jdk) throws Exception {
        rotate(application(jdk), "jdk" + jdk.feature());
    }

    @Test
    void driver4() throws Exception {
        ForkedJvm jvm = vault.jvm(Jdk.oldest(), Rotation.settings())
                .main(MongoDbApplication.class)
                .property("mongodb.port", String.valueOf(server.port()));
        for (String jar : List.of("mongodb-driver-sync", "mongodb-driver-core", "bson", "bson-record-codec")) {
            jvm = jvm.classPath(Project.built("integration-tests/services/target/versions/" + jar + "-4.11.5.jar"));
        }
        rotate(jvm, "driver4");
    }

    /** The exchange that the driver has begun in its first message names the other user. */
    @Test
    void usersThatTakeTurns() throws Exception {
        Rotation.Server blue = server.account("blue");
        Rotation.Server green = server.account("green");
        blue.password("blue-Password.1");
        vault.vault().put("mongodb-turns", "{\"user\":\"blue\",\"password\":\"blue-Password.1\"}");
        ForkedJvm application = application(Jdk.oldest())
                .property("mongodb.user", "$<kv:contoso/mongodb-turns#user>")
                .property("mongodb.password", "$<kv:contoso/mongodb-turns#password>");
        try (ServiceJvm jvm = new ServiceJvm(application)) {
            WAYS.forEach(jvm::succeeds);
            green.password("green-Password.1");
            jvm.awaitRotation(
                    vault.vault().put("mongodb-turns", "{\"user\":\"green\",\"password\":\"green-Password.1\"}"));
            blue.password("blue-Password.2");
            WAYS.forEach(jvm::succeeds);
            assertEquals(0, blue.refusals() + green.refusals(), "refused");
            jvm.finish("blue-Password.1", "green-Password.1");
        }
    }

    private static ForkedJvm application(Jdk jdk) {
        return vault.jvm(jdk, Rotation.settings())
                .classPathOf(
                        MongoClient.class, ConnectionPoolSettings.class, BsonDocument.class, RecordCodecProvider.class)
                .main(MongoDbApplication.class)
                .property("mongodb.port", String.valueOf(server.port()));
    }

    private static void rotate(ForkedJvm jvm, String user) throws Exception {
        Rotation rotation = new Rotation(vault, "mongodb-" + user, server.account(user), WAYS, 2);
        Rotation.Server eve = server.account("eve");
        rotation.run(
                jvm.property("mongodb.user", user).property("mongodb.password", rotation.placeholder()),
                new Rotation.Form("typed", foreign.port(), user, rotation.server()),
                new Rotation.Form("typed", server.port(), "eve", eve),
                new Rotation.Form("typed-plain", foreign.port(), "eve", eve));
    }
}
