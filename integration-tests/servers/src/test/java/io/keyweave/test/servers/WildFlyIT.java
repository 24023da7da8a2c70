package io.keyweave.test.servers;

import static io.keyweave.test.servers.Site.ODD;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.FrameworksPage;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WildFly: {@code standalone.xml}, the file of {@code -P}, its pool. */
class WildFlyIT {

    @AutoClose
    private static Site site;

    @BeforeAll
    static void start() {
        site = new Site();
    }

    @EveryJdk
    void everyFile(Jdk jdk, @TempDir Path base) throws IOException {
        String account = "wildfly" + jdk.feature();
        site.account(account);
        try (Server server = server(jdk, base, "odd", account).ready()) {
            server.expect(ODD, WebApplication.QUESTIONS);
            server.expect(ODD, WebApplication.OF_DESCRIPTOR);
            server.expect(ODD, "jndi=java:comp/env/kw/bound");
            server.expect(ODD, "property=kw.model", "property=kw.file", "jndi=java:global/kw");
            String deployed = server.show("login=java:/jdbc/deployed");
            assertTrue(deployed.endsWith(' ' + account), () -> deployed + "\n" + server.jvm());
            site.followsRotation(server, "java:/jdbc/orders", account);
            Site.expectNothingWritten(server, base);
        }
    }

    /** A secret that is not there: WildFly says the report, and what needs it does not start. */
    @Test
    void missingSecret(@TempDir Path base) throws IOException {
        try (Server server = server(Jdk.oldest(), base, "nowhere", "wildfly")) {
            server.jvm().awaitOut(line -> line.contains("contoso/nowhere"), "the report");
        }
    }

    private static Server server(Jdk jdk, Path base, String secret, String account) {
        Path home = Server.home("wildfly");
        int port = Server.freePort();
        ServerFiles.copy(home.resolve("standalone"), base);
        ServerFiles.write(base.resolve("kw.properties"), "kw.file=$<kv:contoso/odd>");
        ServerFiles.replace(
                base.resolve("configuration/standalone.xml"),
                "</extensions>",
                "</extensions><system-properties><property name=\"kw.model\" value=\"$&lt;kv:contoso/odd>\"/>"
                        + "</system-properties>",
                "<remote-naming/>",
                "<bindings><simple name=\"java:global/kw\" value=\"$&lt;kv:contoso/" + secret
                        + ">\" type=\"java.lang.String\"/></bindings><remote-naming/>",
                "<drivers>",
                FrameworksPage.block(
                                "WildFly",
                                0,
                                "jdbc:postgresql://db/orders",
                                site.url(),
                                // Deployed, not installed as a module.
                                "<driver>postgresql<",
                                "<driver>postgresql.jar<",
                                "user-name=\"orders\"",
                                "user-name=\"" + account + "\"",
                                "contoso/db-password",
                                "contoso/" + account,
                                "</datasource>",
                                "")
                        + "<validation><check-valid-connection-sql>select 1</check-valid-connection-sql>"
                        + "<validate-on-match>true</validate-on-match></validation>"
                        + "</datasource><drivers>");
        // At this level WildFly writes all system properties and the whole environment into its log.
        ServerFiles.replace(
                base.resolve("configuration/logging.properties"),
                "logger.org.jboss.as.config.level=DEBUG",
                "logger.org.jboss.as.config.level=INFO");
        ServerFiles.copyDriver(base.resolve("deployments/postgresql.jar"));
        ServerFiles.write(
                base.resolve("deployments/kw-ds.xml"),
                "<datasources xmlns=\"http://www.jboss.org/ironjacamar/schema\">",
                "<datasource jndi-name=\"java:/jdbc/deployed\" pool-name=\"deployed\">",
                "<connection-url>" + site.url() + "</connection-url><driver>postgresql.jar</driver>",
                "<security><user-name>" + account + "</user-name>",
                "<password>$&lt;kv:contoso/" + account + "></password></security>",
                "</datasource></datasources>");
        WebApplication.write(
                base.resolve("deployments/kw.war"),
                Map.of(
                        "WEB-INF/jboss-web.xml",
                        "<jboss-web xmlns=\"http://www.jboss.com/xml/ns/javaee\" version=\"10.0\">"
                                + "<context-root>/kw</context-root><env-entry>"
                                + "<env-entry-name>kw/bound</env-entry-name>"
                                + "<env-entry-type>java.lang.String</env-entry-type>"
                                + "<env-entry-value>$&lt;kv:contoso/odd></env-entry-value>"
                                + "</env-entry></jboss-web>"));
        return Server.start(
                jdk,
                site.contoso(),
                base,
                port,
                Map.of("JBOSS_BASE_DIR", base.toString()),
                "bash",
                home.resolve("bin/standalone.sh"),
                "-b",
                "127.0.0.1",
                "-bmanagement",
                "127.0.0.1",
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + Server.freePort(),
                "-Djboss.management.http.port=" + Server.freePort(),
                "-P",
                base.resolve("kw.properties"));
    }
}
