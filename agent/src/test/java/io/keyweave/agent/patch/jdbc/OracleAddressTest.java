package io.keyweave.agent.patch.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.agent.login.LoginTarget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every server that the driver may send the password to. */
class OracleAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "//db:1522/shop | db:1522",
                "//db/shop | db:1521",
                "db:1522:SID | db:1522",
                "db:1522/shop | db:1522",
                "tcps://db:1522/shop?retry_count=3 | db:1522",
                "//[fd00::1]:1522/shop | fd00::1:1522",
                "//a:1,b:2/shop | a:1 b:2",
                "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=A)(PORT=1))(ADDRESS=(HOST=b))(CONNECT_DATA=(SID=x))) | a:1 b:1521",
                "shop_high | shop_high:-1",
                "shop_high?TNS_ADMIN=/tmp | shop_high?tns_admin=/tmp:-1"
            })
    void servers(String address, String expected) {
        StringBuilder servers = new StringBuilder();
        for (LoginTarget.Server server : OracleAddress.target(address, address).servers()) {
            servers.append(servers.length() == 0 ? "" : " ")
                    .append(server.host())
                    .append(':')
                    .append(server.port());
        }
        assertEquals(expected, servers.toString());
    }
}
