package io.keyweave.test.services;

import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.services.app.HttpApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What an {@code Authenticator} returns to {@code HttpURLConnection} and {@code java.net.http}, for servers and proxies. */
class HttpIT {

    /** {@code HttpURLConnection} sends a refused password that it had kept once more before it asks, at each of two accounts. */
    private static final int REFUSALS_BY_URL = 4;

    private static final int REFUSALS_BY_CLIENT = 2;

    @AutoClose
    private static Contoso vault;

    @AutoClose
    private static HttpBasicServer server;

    @BeforeAll
    static void start() throws IOException {
        vault = new Contoso();
        server = new HttpBasicServer();
    }

    @EveryJdk
    void httpUrlConnection(Jdk jdk) throws Exception {
        rotate(jdk, "url" + jdk.feature(), List.of("url", "url-proxy"), REFUSALS_BY_URL);
    }

    @EveryJdk
    void httpClient(Jdk jdk) throws Exception {
        rotate(jdk, "client" + jdk.feature(), List.of("client", "client-proxy"), REFUSALS_BY_CLIENT);
    }

    private static void rotate(Jdk jdk, String user, List<String> ways, int refusals) throws Exception {
        Rotation rotation = new Rotation(vault, "http-" + user, server.account(user), ways, refusals);
        rotation.run(application(jdk, user, Rotation.settings()).property("http.password", rotation.placeholder()));
    }

    /** The clients are in use when the first secret is met: their classes are patched then. */
    @OneJdk
    void secretsThatComeLater(Jdk jdk, @TempDir Path work) throws Exception {
        String user = "later" + jdk.feature();
        Rotation rotation = new Rotation(
                vault,
                "http-" + user,
                server.account(user),
                List.of("url", "client", "url-proxy", "client-proxy"),
                REFUSALS_BY_URL + REFUSALS_BY_CLIENT);
        Path file = Files.writeString(work.resolve("shop.properties"), "password=" + rotation.placeholder() + "\n");
        rotation.run(
                application(jdk, user, "trust=" + file, "ttl=2s", "log=debug").property("http.file", file.toString()));
    }

    private static ForkedJvm application(Jdk jdk, String user, String... settings) {
        return vault.jvm(jdk, settings)
                .main(HttpApplication.class)
                .property("http.port", String.valueOf(server.port()))
                .property("http.user", user);
    }
}
