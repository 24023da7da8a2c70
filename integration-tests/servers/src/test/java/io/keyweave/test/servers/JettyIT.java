package io.keyweave.test.servers;

import static io.keyweave.test.servers.Site.ODD;

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

/** Jetty: the XML and the {@code *.ini} files of its base directory, the XML of a context. */
class JettyIT {

    @AutoClose
    private static Site site;

    @BeforeAll
    static void start() {
        site = new Site();
    }

    @EveryJdk
    void everyFile(Jdk jdk, @TempDir Path base) throws IOException {
        try (Server server = server(jdk, base, "odd").ready()) {
            server.expect(ODD, WebApplication.QUESTIONS);
            server.expect(ODD, "parameter=kw.parameter", "parameter=password", "property=kw.base", "property=kw.ini");
            Site.expectNothingWritten(server, base);
        }
    }

    /** A secret that is not there: Jetty says the report, and does not start. */
    @Test
    void missingSecret(@TempDir Path base) throws IOException {
        try (Server server = server(Jdk.oldest(), base, "nowhere")) {
            server.jvm().awaitErr(line -> line.contains("contoso/nowhere"), "the report");
        }
    }

    private static Server server(Jdk jdk, Path base, String secret) {
        Path home = Server.home("jetty-home");
        int port = Server.freePort();
        ServerFiles.write(
                base.resolve("start.d/http.ini"),
                "--module=http",
                "jetty.http.host=127.0.0.1",
                "jetty.http.port=" + port,
                "etc/kw.xml");
        ServerFiles.write(
                base.resolve("start.d/orders.ini"),
                FrameworksPage.block("Jetty", 0, "contoso/key-store-password", "contoso/odd"));
        // A file of its own: what is behind this line belongs to the environment of that name.
        ServerFiles.write(base.resolve("start.d/ee10.ini"), "--module=ee10-deploy");
        ServerFiles.write(
                base.resolve("etc/kw.xml"),
                "<?xml version=\"1.0\"?>",
                "<!DOCTYPE Configure PUBLIC \"-//Jetty//Configure//EN\" \"https://jetty.org/configure_10_0.dtd\">",
                "<Configure id=\"Server\" class=\"org.eclipse.jetty.server.Server\">",
                "  <Call class=\"java.lang.System\" name=\"setProperty\">",
                "    <Arg>kw.base</Arg><Arg>$&lt;kv:contoso/" + secret + "></Arg>",
                "  </Call>",
                "  <Call class=\"java.lang.System\" name=\"setProperty\">",
                "    <Arg>kw.ini</Arg><Arg><Property name=\"jetty.sslContext.keyStorePassword\"/></Arg>",
                "  </Call>",
                "</Configure>");
        // Where Jetty unpacks a war to.
        ServerFiles.write(base.resolve("work/.keep"));
        ServerFiles.write(
                base.resolve("webapps/kw.xml"),
                "<?xml version=\"1.0\"?>",
                "<!DOCTYPE Configure PUBLIC \"-//Jetty//Configure//EN\" \"https://jetty.org/configure_10_0.dtd\">",
                FrameworksPage.block(
                        "Jetty",
                        1,
                        "contoso/db-password",
                        "contoso/odd",
                        "</Configure>",
                        "  <Set name=\"contextPath\">/kw</Set>\n"
                                + "  <Set name=\"war\"><Property name=\"jetty.base\"/>/webapps/kw.war</Set>\n"
                                + "</Configure>"));
        WebApplication.write(base.resolve("webapps/kw.war"), Map.of());
        return Server.start(
                jdk,
                site.contoso(),
                base,
                port,
                Map.of(),
                jdk.tool("java"),
                "-Djetty.home=" + home,
                "-Djetty.base=" + base,
                "-jar",
                home.resolve("start.jar"));
    }
}
