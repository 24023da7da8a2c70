package io.keyweave.agent.patch.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class UrlFormsTest {

    private static final UrlLogin.Url ORACLE = OraclePatch.OracleUrl.FORM;

    @Test
    void postgres() {
        Query query = new Query('?', '&');
        String url = "jdbc:postgresql://h:1/db?user=u%20v&Password=p+q%26&ssl=true";
        assertEquals("p+q%26", query.value(url, "password"));
        assertEquals("u%20v", query.value(url, "user"));
        assertNull(query.value(url, "word"));
        assertNull(query.value("jdbc:postgresql://h:1/password=x", "password"));
        assertEquals("jdbc:postgresql://h:1/db?user=u%20v&ssl=true", query.without(url, "password"));
        assertEquals("jdbc:postgresql://h:1/db?Password=p+q%26&ssl=true", query.without(url, "user"));
        assertEquals("jdbc:postgresql://h:1/db?user=u%20v&Password=p+q%26", query.without(url, "ssl"));
        assertEquals("jdbc:postgresql://h:1/db", query.address(url));
    }

    @Test
    void h2() {
        UrlLogin.Url h2 = H2Patch.URL;
        String url = "jdbc:h2:tcp://localhost:9092/~/test;USER=sa;PASSWORD=a b=c;IFEXISTS=TRUE";
        assertEquals("sa", h2.value(url, "user"));
        assertEquals("a b=c", h2.value(url, "password"));
        assertEquals("jdbc:h2:tcp://localhost:9092/~/test;IFEXISTS=TRUE", h2.without(url));
        assertEquals(
                "jdbc:h2:tcp://localhost:9092/~/test",
                h2.target(url, new Properties()).name());
        assertEquals("jdbc:h2:mem:x", h2.without("jdbc:h2:mem:x;USER=sa;PASSWORD=p"));
        assertEquals("jdbc:h2:mem:x", h2.without("jdbc:h2:mem:x"));
    }

    /** Found by ./fuzz: another URL among the settings hid those before it, and the password was part of the target's name. */
    @Test
    void h2WithAnotherUrlInIt() {
        String url = "jdbc:h2:mem:x;PASSWORD=secret;INIT=RUNSCRIPT FROM 'https://h/init.sql'";
        assertEquals("secret", H2Patch.URL.value(url, "password"));
        assertEquals("jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'https://h/init.sql'", H2Patch.URL.without(url));
        assertEquals("jdbc:h2:mem:x", H2Patch.URL.target(url, new Properties()).name());
    }

    /** Found by ./fuzz. */
    @Test
    void db2WithoutHostOrDatabase() {
        String url = "jdbc:db2:DB:user=u;password=secret;traceFile=//tmp/trace;";
        assertEquals("secret", Db2Patch.URL.value(url, "password"));
        assertEquals("jdbc:db2:DB:traceFile=//tmp/trace;", Db2Patch.URL.without(url));
        assertNull(Db2Patch.URL.value("jdbc:db2://h:50000", "password"));
    }

    @Test
    void db2() {
        UrlLogin.Url db2 = Db2Patch.URL;
        String url = "jdbc:db2://h:50000/DB:user=u;password=p:q;currentSchema=S;";
        assertEquals("u", db2.value(url, "user"));
        assertEquals("p:q", db2.value(url, "password"));
        assertEquals("jdbc:db2://h:50000/DB:currentSchema=S;", db2.without(url));
        assertEquals("jdbc:db2://h:50000/DB", db2.target(url, new Properties()).name());
        assertEquals("jdbc:db2://h:50000/DB", db2.without("jdbc:db2://h:50000/DB:user=u;password=p;"));
        assertNull(db2.value("jdbc:db2://h:50000/DB", "password"));
        assertEquals("p", db2.value("jdbc:db2:DB:password=p;", "password"));
    }

    @Test
    void oracle() {
        String url = "jdbc:oracle:thin:scott/\"ti/g@er\"@//h:1521/s";
        assertEquals("scott", ORACLE.value(url, "user"));
        assertEquals("ti/g@er", ORACLE.value(url, "password"));
        assertEquals("jdbc:oracle:thin:@//h:1521/s", ORACLE.without(url));
        assertEquals(
                "jdbc:oracle:thin:@//h:1521/s",
                ORACLE.target(url, new Properties()).name());
        assertEquals("tiger", ORACLE.value("jdbc:oracle:oci:scott/tiger@h", "password"));
        assertNull(ORACLE.value("jdbc:oracle:thin:@//h:1521/s", "password"));
        assertEquals("jdbc:oracle:thin:@//h:1521/s", ORACLE.without("jdbc:oracle:thin:@//h:1521/s"));
    }
}
