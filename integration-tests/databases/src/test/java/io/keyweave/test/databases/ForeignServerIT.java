package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.databases.app.FormApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;

/**
 * Somebody who knows a former password, or the current one, and lets the application log in with it at a server of his own: nothing else than
 * what he passed ever arrives there. And the application, which passes what it was given, gets in.
 */
@ExtendWith(Servers.Shared.class)
class ForeignServerIT {

    private static final String V1 = "first-password-of-the-shop";
    private static final String V2 = "second-password-of-the-shop";
    private static final String V3 = "third-password-of-the-shop";

    @AutoClose
    private static final Contoso CONTOSO = new Contoso();

    @AutoClose
    private final PostgresStandIn own = new PostgresStandIn();

    @AutoClose
    private final PostgresStandIn foreign = new PostgresStandIn();

    private RunningJvm start(Jdk jdk, String... settings) {
        CONTOSO.vault().put("shop", V1);
        CONTOSO.vault().put("user", "shop_a");
        String[] all = new String[settings.length + 1];
        all[0] = "ttl=1s";
        System.arraycopy(settings, 0, all, 1, settings.length);
        return CONTOSO.jvm(jdk, all)
                .classPathOf(org.postgresql.Driver.class, Logger.class)
                .property("db.password", "$<kv:contoso/shop>")
                .property("db.user", "$<kv:contoso/user>")
                .property("db.url", own.url() + "&user=shop_a&password=$<kv:contoso/shop?as=url>")
                .main(FormApplication.class)
                .startReady();
    }

    private static void rotate(RunningJvm jvm, String secret, String value) {
        CONTOSO.vault().put(secret, value);
        jvm.awaitErr(line -> line.contains("rotated contoso/" + secret), "the rotation");
    }

    private static void finish(RunningJvm jvm) {
        jvm.finish().expect(0).expectHarmless(V2, V3);
    }

    @EveryJdk
    void aFormerPasswordIsWorthNothing(Jdk jdk) {
        try (RunningJvm jvm = start(jdk)) {
            own.accounts.password("shop_a", V1);
            assertEquals("ok", jvm.ask("own " + own.url() + " shop_a", "="));
            rotate(jvm, "shop", V2);
            rotate(jvm, "user", "shop_b");
            String refused = jvm.ask("typed " + foreign.url() + " anybody " + V1, "=");
            assertTrue(refused.startsWith("PSQLException"), refused);
            String again = jvm.ask("typed " + foreign.url() + " anybody " + V1, "=");
            assertFalse(again.contains("contoso"), again);
            jvm.ask("typed " + foreign.url() + " shop_a " + V1, "=");
            jvm.ask("typed-url " + foreign.url() + "&user=mallory&password=" + V1, "=");
            assertEquals(List.of("anybody " + V1, "shop_a " + V1, "mallory " + V1), foreign.accounts.attempts());

            // One that pretends to be the account's.
            foreign.accounts.password("eve", V1);
            assertEquals("ok", jvm.ask("typed " + foreign.url() + " eve " + V1, "="));
            foreign.accounts.password("eve", "another");
            jvm.ask("typed " + foreign.url() + " eve " + V1, "=");
            assertEquals(List.of("eve " + V1, "eve " + V1), foreign.accounts.attempts());
            finish(jvm);
        }
    }

    @EveryJdk
    void aCurrentPasswordIsNotReplacedByANewerOne(Jdk jdk) {
        try (RunningJvm jvm = start(jdk)) {
            own.accounts.password("shop_a", V1);
            assertEquals("ok", jvm.ask("own " + own.url() + " shop_a", "="));
            foreign.accounts.password("eve", V1);
            assertEquals("ok", jvm.ask("typed " + foreign.url() + " eve " + V1, "="));
            rotate(jvm, "shop", V2);
            foreign.accounts.password("eve", "another");
            jvm.ask("typed " + foreign.url() + " eve " + V1, "=");
            assertEquals(List.of("eve " + V1, "eve " + V1), foreign.accounts.attempts());
            own.accounts.password("shop_a", V2);
            assertEquals("ok", jvm.ask("own " + own.url() + " shop_a", "="), "and its own server goes on");
            finish(jvm);
        }
    }

    /** Both clients of the JDK, over plain HTTP. */
    @EveryJdk
    void anAuthenticator(Jdk jdk) throws IOException {
        Set<String> seen = new ConcurrentSkipListSet<>();
        HttpServer server = refusing(seen);
        try (RunningJvm jvm = start(jdk)) {
            rotate(jvm, "shop", V2);
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            jvm.ask("http " + url + " eve " + V1, "=");
            jvm.ask("http-client " + url + " mallory " + V1, "=");
            jvm.ask("http " + url + " shop_a " + V1, "=");
            assertEquals(Set.of("eve:" + V1, "mallory:" + V1, "shop_a:" + V1), seen);
            finish(jvm);
        } finally {
            server.stop(0);
        }
    }

    /** Refuses everybody, and remembers what it was sent. */
    private static HttpServer refusing(Set<String> seen) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
                byte[] decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
                seen.add(new String(decoded, StandardCharsets.UTF_8));
            }
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** One that nothing resolved, such as a framework's own file may hold: in a JVM that has no other, and in one that has. */
    @EveryJdk
    void aPlaceholderNeverArrives(Jdk jdk) throws IOException {
        String literal = "$<kv:contoso/shop>";
        ForkedJvm idle = CONTOSO.jvm(jdk)
                .classPathOf(org.postgresql.Driver.class, Logger.class)
                .main(FormApplication.class);
        try (RunningJvm jvm = idle.startReady()) {
            String answer = jvm.ask("typed " + foreign.url() + " app " + literal, "=");
            assertTrue(answer.contains("is still the text of a placeholder, " + literal), answer);
            String byUrl = jvm.ask("typed-url " + foreign.url() + "&user=app&password=" + literal, "=");
            assertTrue(byUrl.contains("is still the text of a placeholder"), byUrl);
            String user = jvm.ask("typed " + foreign.url() + " " + literal + " x", "=");
            assertTrue(user.contains("the user name for"), user);
            assertEquals(List.of(), foreign.accounts.attempts());
            finish(jvm);
        }
        Set<String> seen = new ConcurrentSkipListSet<>();
        HttpServer server = refusing(seen);
        try (RunningJvm jvm = start(jdk)) {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            for (String client : List.of("http", "http-client")) {
                String answer = jvm.ask(client + " " + url + " app " + literal, "=");
                assertTrue(answer.contains("is still the text of a placeholder"), answer);
            }
            String keyStore = jvm.ask("key-store x x " + literal, "=");
            assertTrue(keyStore.contains("a key store's password is still the text of a placeholder"), keyStore);
            String callback = jvm.ask("callback x x " + literal, "=");
            assertTrue(callback.contains("a callback's password is still the text of a placeholder"), callback);
            jvm.ask("typed " + foreign.url() + " app " + literal, "=");
            assertEquals(Set.of(), seen);
            assertEquals(List.of(), foreign.accounts.attempts());
            finish(jvm);
        } finally {
            server.stop(0);
        }
    }

    @EveryJdk
    void theFirstLoginAfterARotation(Jdk jdk) {
        try (RunningJvm jvm = start(jdk)) {
            rotate(jvm, "shop", V2);
            own.accounts.password("shop_a", V2);
            assertEquals("ok", jvm.ask("own " + own.url() + " shop_a", "="));
            assertEquals(List.of("shop_a " + V2), own.accounts.attempts(), "the user name is a secret's, too");
            finish(jvm);
        }
    }

    /** With the password in a URL, whose text the application was given as a whole. */
    @OneJdk
    void theFirstLoginAfterARotationByUrl(Jdk jdk) {
        try (RunningJvm jvm = start(jdk)) {
            rotate(jvm, "shop", V2);
            own.accounts.password("shop_a", V2);
            assertEquals("ok", jvm.ask("own-url", "="));
            assertEquals(List.of("shop_a " + V2), own.accounts.attempts(), "the user name is a secret's, too");
            finish(jvm);
        }
    }

    @OneJdk
    void aServerThatTheOperatorLists(Jdk jdk) {
        try (RunningJvm jvm = start(jdk, "logins=127.0.0.1:" + foreign.port())) {
            rotate(jvm, "shop", V2);
            foreign.accounts.password("app", V2);
            assertEquals("ok", jvm.ask("typed " + foreign.url() + " app " + V1, "="));
            assertEquals(List.of("app " + V1, "app " + V2), foreign.accounts.attempts());
            finish(jvm);
        }
    }

    /** Each for a user of its own, of whom nothing is known but what the pool passes. */
    @OneJdk
    void theFirstLoginOfEachPool(Jdk jdk) {
        ForkedJvm forked = CONTOSO.jvm(jdk, "ttl=1s").classPathOf(Logger.class);
        PoolJvm.newest(forked);
        CONTOSO.vault().put("pools", V1);
        forked.property("db.password", "$<kv:contoso/pools>").main(FormApplication.class);
        Postgres postgres = Servers.SHARED.postgres;
        try (RunningJvm jvm = forked.startReady()) {
            rotate(jvm, "pools", V2);
            for (String pool : List.of("hikari", "tomcat", "dbcp2", "c3p0", "agroal", "druid")) {
                String user = pool + jdk.feature();
                postgres.password(user, V2);
                assertEquals(
                        "ok",
                        jvm.ask("pool " + postgres.url() + " " + user + " " + pool, "="),
                        () -> pool + "\n" + String.join("\n", jvm.err()));
            }
            finish(jvm);
        }
    }

    /** The driver goes through a list of servers with one password. */
    @EveryJdk
    void aListWithAForeignServerInIt(Jdk jdk) {
        try (RunningJvm jvm = start(jdk)) {
            own.accounts.password("shop_a", V1);
            assertEquals("ok", jvm.ask("own " + own.url() + " shop_a", "="));
            rotate(jvm, "shop", V2);
            own.accounts.attempts();
            String both = foreign.url().replace("/x?", ",127.0.0.1:" + own.port() + "/x?");
            jvm.ask("typed " + both + " shop_a " + V1, "=");
            assertFalse((foreign.accounts.attempts().toString() + own.accounts.attempts()).contains(V2));
            finish(jvm);
        }
    }
}
