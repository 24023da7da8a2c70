package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keyweave.agent.login.LoginTarget.Server;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers a password may go to, as clients and operators write them. */
class LoginTargetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one:1                    | one 1",
                "one                      | one 5432",
                "ONE:1, two ,[fd00::1]:7  | one 1 two 5432 fd00::1 7",
                "[fd00::1]                | fd00::1 5432",
                // An address without brackets has no port.
                "fd00::1                  | fd00::1 5432",
                "one:x                    | one 5432",
                "[one                     | [one 5432",
                "one]:1                   | one] 1",
            })
    void listsOfServers(String hosts, String expected) {
        String[] words = expected.split(" ");
        LoginTarget target = LoginTarget.list("name", "postgresql", hosts);
        assertEquals(words.length / 2, target.servers().size());
        for (int i = 0; i < words.length; i += 2) {
            Server server = target.servers().get(i / 2);
            assertEquals(new Server("postgresql", words[i], Integer.parseInt(words[i + 1])), server);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, 5432",
        "mysql, 3306",
        "sqlserver, 1433",
        "oracle, 1521",
        "db2, 50000",
        "h2, 9092",
        "redis, 6379",
        "mongodb, 27017",
        "amqp, 5672",
        "kafka, 9092",
        "http, 80",
        "https, 443",
        "smtp, 25",
        "imap, 143",
        "pop3, 110",
        "another, 0"
    })
    void usualPorts(String scheme, int port) {
        assertEquals(port, LoginTarget.usualPort(scheme));
        assertEquals(port, LoginTarget.port(null, scheme));
        assertEquals(port, LoginTarget.port("none", scheme));
        assertEquals(17, LoginTarget.port(" 17 ", scheme));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db.test:5433/shop | db.test 5433",
                "jdbc:postgresql://DB.test/shop      | db.test 5432",
                "jdbc:postgresql://a,db.test:1,b/x   | db.test 1",
                "jdbc:postgresql://a,db.test,b/x     | db.test 5432",
                "jdbc:postgresql://user@db.test?x    | db.test 5432",
                "jdbc:mysql:(host=db.test)/x         | db.test 5432",
                "host=db.test;port=1                 | db.test 5432",
                "'//db.test'                         | db.test 5432",
                "(x=\"/db.test\")                    | db.test 5432",
                "jdbc:x://[fd00::1]:7/x              | fd00::1 7",
                "jdbc:x://[fd00::1]/x                | fd00::1 5432",
                "//xdb.test/,//db.test:9             | db.test 9",
                "/db.test:99999                      | db.test 99999",
                "/db.test:0                          | db.test 0",
            })
    void serversThatATextNames(String text, String server) {
        assertEquals(true, server(server).isNamedIn(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db.test:5432                        | db.test 5432",
                "//xdb.test:5432                     | db.test 5432",
                "//db.test.evil.test:5432            | db.test 5432",
                "//db.tests                          | db.test 5432",
                "//db.test:5433/                     | db.test 5432",
                "//db.test:5432/                     | db.test 543",
                "//db.test:54321/                    | db.test 5432",
                "//db.test:/                         | db.test 5432",
                "//db.test:1x                        | db.test 0",
                // Not the number that it would be with 32 bits.
                "//db.test:4294972728                | db.test 5432",
                "//db.test                           | db.test -1",
                "''                                  | db.test 5432",
            })
    void serversThatATextDoesNotName(String text, String server) {
        assertEquals(false, server(server).isNamedIn(text));
    }

    @Test
    void aServerWithoutANameIsNamedNowhere() {
        assertFalse(new Server("postgresql", "", 5432).isNamedIn("//:5432/"));
    }

    /** A target of which nothing else is known is known by its name, which may be anybody's text. */
    @Test
    void targetsWithoutHostAndPort() {
        LoginTarget named = LoginTarget.named("a name\nwith a break", "Finder\u001b");
        assertEquals("a name?with a break", named.name());
        assertEquals(List.of(new Server("", "finder?", -1)), named.servers());
        assertEquals(List.of(new Server("", "x", -1)), LoginTarget.named("x").servers());
        assertEquals(
                List.of(new Server("http", "shop", 80)),
                LoginTarget.of("x", "http", "SHOP", 80).servers());
    }

    private static Server server(String text) {
        List<String> words = Arrays.asList(text.split(" "));
        return new Server("postgresql", words.get(0), Integer.parseInt(words.get(1)));
    }
}
