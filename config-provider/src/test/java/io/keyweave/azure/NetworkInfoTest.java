package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keyweave.http.ClientResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkInfoTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    conn_type=Ipv4;addr=203.0.113.7;act_addr_fam=InterNetwork; | 203.0.113.7 | from a public network
                    addr=203.0.113.7                                           | 203.0.113.7 | from a public network
                    addr=10.0.0.4;act_addr_fam=InterNetworkV6;PrivateLink;     | 10.0.0.4    | through a private endpoint
                    conn_type=PrivateLink;addr=2603:1020::7;                   | 2603:1020::7 | through a private endpoint
                    addr=<script>;                                             |             | from a public network
                    """)
    void tellsAddressAndWay(String header, String address, String way) {
        NetworkInfo info = NetworkInfo.of(answer("x-ms-keyvault-network-info", header));
        assertEquals(address, info.address());
        assertEquals(way, info.way());
    }

    @Test
    void isNothingWithoutTheHeader() {
        NetworkInfo info = NetworkInfo.of(answer("x-other", "addr=1.2.3.4"));
        assertNull(info.address());
        assertNull(info.way());
    }

    private static ClientResponse answer(String name, String value) {
        return new ClientResponse(403, Map.of(name, List.of(value)), new byte[0]);
    }
}
