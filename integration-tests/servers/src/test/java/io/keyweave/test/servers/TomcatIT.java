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

/** Apache Tomcat: {@code catalina.properties}, {@code server.xml}, {@code context.xml}, its two pools. */
class TomcatIT {

    @AutoClose
    private static Site site;

    @BeforeAll
    static void start() {
        site = new Site();
    }

    @EveryJdk
    void everyFile(Jdk jdk, @TempDir Path base) throws IOException {
        String dbcp = "dbcp" + jdk.feature();
        String pool = "pool" + jdk.feature();
        site.account(dbcp);
        site.account(pool);
        try (Server server = server(jdk, base, "odd", dbcp, pool).ready()) {
            server.expect(ODD, WebApplication.QUESTIONS);
            server.expect(ODD, WebApplication.OF_DESCRIPTOR);
            server.expect(ODD, "property=kw.catalina", "parameter=kw.context", "jndi=java:comp/env/kw/environment");
            server.expect(ODD, "jndi=java:comp/env/kw/own", "jndi=java:comp/env/kw/global");
            site.followsRotation(server, "java:comp/env/jdbc/dbcp", dbcp);
            site.followsRotation(server, "java:comp/env/jdbc/pool", pool);
            Site.expectNothingWritten(server, base);
        }
    }

    /** A secret that is not there: Tomcat says the report and does not start. */
    @Test
    void missingSecret(@TempDir Path base) throws IOException {
        try (Server server = server(Jdk.oldest(), base, "nowhere", "dbcp", "pool")) {
            server.jvm().awaitErr(line -> line.contains("contoso/nowhere"), "the report");
        }
    }

    private static Server server(Jdk jdk, Path base, String secret, String dbcp, String pool) throws IOException {
        Path home = Server.home("apache-tomcat");
        int port = Server.freePort();
        ServerFiles.copy(home.resolve("conf"), base.resolve("conf"));
        for (String directory : new String[] {"logs", "temp", "work"}) {
            Files.createDirectory(base.resolve(directory));
        }
        ServerFiles.copyDriver(base.resolve("lib/postgresql.jar"));
        ServerFiles.write(
                base.resolve("bin/setenv.sh"),
                FrameworksPage.block("Tomcat", 0, Server.AGENT_OF_PAGE, Server.agent(site.contoso())));
        ServerFiles.append(base.resolve("conf/catalina.properties"), "kw.catalina=$<kv:contoso/odd>");
        ServerFiles.replace(
                base.resolve("conf/server.xml"),
                "port=\"8005\"",
                "port=\"-1\"",
                "port=\"8080\"",
                "port=\"" + port + "\" address=\"127.0.0.1\"",
                "<GlobalNamingResources>",
                "<GlobalNamingResources><Environment name=\"kw/shared\" value=\"$&lt;kv:contoso/" + secret
                        + ">\" type=\"java.lang.String\"/>");
        ServerFiles.replace(
                base.resolve("conf/context.xml"),
                "</Context>",
                "<Environment name=\"kw/environment\" value=\"$&lt;kv:contoso/odd>\" type=\"java.lang.String\"/>\n"
                        + "<Parameter name=\"kw.context\" value=\"$&lt;kv:contoso/odd>\"/>\n"
                        + "<ResourceLink name=\"kw/global\" global=\"kw/shared\" type=\"java.lang.String\"/>\n"
                        + FrameworksPage.block(
                                "Tomcat",
                                1,
                                "jdbc/orders",
                                "jdbc/dbcp",
                                "jdbc:postgresql://db/orders",
                                site.url(),
                                "username=\"orders\"",
                                "username=\"" + dbcp + "\"",
                                "contoso/db-password",
                                "contoso/" + dbcp)
                        + "</Context>");
        WebApplication.write(
                base.resolve("webapps/kw.war"),
                Map.of(
                        "META-INF/context.xml",
                        "<Context>\n"
                                + "<Environment name=\"kw/own\" value=\"$&lt;kv:contoso/odd>\" type=\"java.lang.String\"/>\n"
                                + "<Resource name=\"jdbc/pool\" type=\"javax.sql.DataSource\""
                                + " driverClassName=\"org.postgresql.Driver\" url=\"" + site.url()
                                + "\" username=\"" + pool + "\" password=\"$&lt;kv:contoso/" + pool + ">\""
                                + " factory=\"org.apache.tomcat.jdbc.pool.DataSourceFactory\""
                                + " testOnBorrow=\"true\" validationQuery=\"select 1\"/>\n"
                                + "</Context>\n"));
        return Server.start(
                jdk,
                site.contoso(),
                base,
                port,
                Map.of("CATALINA_BASE", base.toString(), "JAVA_TOOL_OPTIONS", Server.QUICK),
                "bash",
                home.resolve("bin/catalina.sh"),
                "run");
    }
}
