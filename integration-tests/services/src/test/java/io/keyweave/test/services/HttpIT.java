package io.keyweave.test.services;

import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
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

    private static final List<String> WAYS = List.of("url", "client", "url-proxy", "client-proxy");

    /** {@code HttpURLConnection} sends a refused password it had cached once more before it asks; two accounts, and two clients with a cache each. */
    private static final int REFUSALS = 6;

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
    void http(Jdk jdk) throws Exception {
        String user = "jdk" + jdk.feature();
        Rotation rotation = new Rotation(vault, "http-" + user, server.account(user), WAYS, REFUSALS);
        rotation.run(application(jdk, user, Rotation.settings()).property("http.password", rotation.placeholder()));
    }

    /** The clients are in use when the first secret is met: their classes are patched then. */
    @EveryJdk
    void secretsThatComeLater(Jdk jdk, @TempDir Path work) throws Exception {
        String user = "later" + jdk.feature();
        Rotation rotation = new Rotation(vault, "http-" + user, server.account(user), WAYS, REFUSALS);
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
