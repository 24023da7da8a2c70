package io.keyweave.test.servers;

import static io.keyweave.test.servers.Site.ODD;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.FrameworksPage;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open Liberty: {@code server.xml}, {@code bootstrap.properties}, {@code server.env}, descriptors of an application, its pool. */
class LibertyIT {

    @AutoClose
    private static Site site;

    @BeforeAll
    static void start() {
        site = new Site();
    }

    @EveryJdk
    void everyFile(Jdk jdk, @TempDir Path user) throws IOException {
        String account = "liberty" + jdk.feature();
        site.account(account);
        try (Server server = server(jdk, user, "odd", "odd", account).ready()) {
            server.expect(ODD, WebApplication.QUESTIONS);
            server.expect(ODD, WebApplication.OF_DESCRIPTOR);
            server.expect(ODD, "jndi=java:comp/env/kw/bound");
            server.expectOf("loose", ODD, WebApplication.QUESTIONS);
            server.expectOf("loose", ODD, WebApplication.OF_DESCRIPTOR);
            server.expectOf("loose", ODD, "jndi=java:comp/env/kw/bound");
            server.expect(ODD, "jndi=kw/entry", "jndi=kw/variable", "jndi=kw/environment", "property=kw.bootstrap");
            site.followsRotation(server, "jdbc/orders", account);
            // Its evaluated configuration, values of ${env.X} included, Liberty keeps in workarea/: docs/frameworks.md
            // says so.
            Site.expectNothingWritten(server, user.resolve("servers/kw/logs"));
        }
    }

    /** A secret that is not there: Liberty says the report and does not start. */
    @Test
    void missingSecret(@TempDir Path user) throws IOException {
        try (Server server = server(Jdk.oldest(), user, "nowhere", "odd", "liberty")) {
            server.jvm().awaitErr(line -> line.contains("contoso/nowhere"), "the report");
        }
    }

    /** The same in a descriptor: the application does not start. */
    @Test
    void missingSecretOfAnApplication(@TempDir Path user) throws IOException {
        site.account("liberty");
        try (Server server = server(Jdk.oldest(), user, "odd", "nowhere", "liberty")) {
            server.jvm().awaitErr(line -> line.contains("contoso/nowhere"), "the report");
            server.jvm().awaitErr(line -> line.contains("ibm-web-bnd.xml"), "the file");
            server.jvm().awaitErr(line -> line.contains("CWWKZ0002E"), "that the application has not started");
        }
    }

    /** @param bound the secret in the application's own descriptor */
    private static Server server(Jdk jdk, Path user, String secret, String bound, String account) throws IOException {
        int port = Server.freePort();
        Path directory = user.resolve("servers/kw");
        ServerFiles.copyDriver(user.resolve("shared/resources/postgresql.jar"));
        ServerFiles.write(directory.resolve("bootstrap.properties"), "kw.bootstrap=$<kv:contoso/odd>");
        ServerFiles.write(
                directory.resolve("jvm.options"),
                FrameworksPage.block("Open Liberty", 0, Server.AGENT_OF_PAGE, Server.agent(site.contoso())));
        ServerFiles.write(directory.resolve("server.env"), "KW_ENVIRONMENT=$<kv:contoso/odd>");
        ServerFiles.write(
                directory.resolve("server.xml"),
                "<server>",
                "  <featureManager>",
                "    <feature>servlet-6.0</feature><feature>jdbc-4.3</feature><feature>jndi-1.0</feature>",
                "  </featureManager>",
                "  <httpEndpoint id=\"defaultHttpEndpoint\" host=\"127.0.0.1\" httpPort=\"" + port
                        + "\" httpsPort=\"-1\"/>",
                "  <variable name=\"kw.variable\" value=\"$&lt;kv:contoso/odd>\"/>",
                "  <jndiEntry jndiName=\"kw/entry\" value=\"$&lt;kv:contoso/" + secret + ">\"/>",
                "  <jndiEntry jndiName=\"kw/variable\" value=\"${kw.variable}\"/>",
                "  <jndiEntry jndiName=\"kw/environment\" value=\"${env.KW_ENVIRONMENT}\"/>",
                "  <library id=\"postgresql\"><file name=\"${shared.resource.dir}/postgresql.jar\"/></library>",
                FrameworksPage.block(
                        "Open Liberty",
                        1,
                        "serverName=\"db\" databaseName=\"orders\" user=\"orders\"",
                        "serverName=\"127.0.0.1\" portNumber=\"" + site.port() + "\" databaseName=\"postgres\" user=\""
                                + account + "\"",
                        "contoso/db-password",
                        "contoso/" + account),
                "  <webApplication location=\"kw.war\" contextRoot=\"/kw\"/>",
                "  <webApplication location=\"loose.war\" contextRoot=\"/loose\"/>",
                "</server>");
        Map<String, String> descriptor = Map.of(
                "WEB-INF/ibm-web-bnd.xml",
                "<web-bnd xmlns=\"http://websphere.ibm.com/xml/ns/javaee\" version=\"1.0\">"
                        + "<env-entry name=\"kw/bound\" value=\"$&lt;kv:contoso/" + bound + ">\"/></web-bnd>");
        if (jdk.equals(Jdk.oldest())) {
            WebApplication.write(directory.resolve("apps/kw.war"), descriptor);
        } else {
            WebApplication.writeUnpacked(directory.resolve("apps/kw.war"), descriptor);
        }
        loose(user.resolve("project"), directory.resolve("apps/loose.war.xml"), descriptor);
        return Server.start(
                jdk,
                site.contoso(),
                user,
                port,
                Map.of("WLP_USER_DIR", user.toString(), "JAVA_TOOL_OPTIONS", Server.QUICK),
                "bash",
                Server.home("wlp").resolve("bin/server"),
                "run",
                "kw");
    }

    /** An application that lies about as its build has it, as Liberty's development mode runs it. */
    private static void loose(Path project, Path description, Map<String, String> descriptor) throws IOException {
        WebApplication.writeUnpacked(project.resolve("war"), descriptor);
        Files.move(project.resolve("war/WEB-INF/classes"), project.resolve("classes"));
        ServerFiles.write(
                description,
                "<archive>",
                "  <dir sourceOnDisk=\"" + project.resolve("war") + "\" targetInArchive=\"/\"/>",
                "  <dir sourceOnDisk=\"" + project.resolve("classes") + "\" targetInArchive=\"/WEB-INF/classes\"/>",
                "</archive>");
    }
}
