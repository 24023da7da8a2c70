package io.keyweave.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudTest {

    @ParameterizedTest
    @CsvSource({
        "login.microsoftonline.com, LOGIN.windows.net, true",
        "login.microsoftonline.com, login.microsoftonline.com, true",
        "login.chinacloudapi.cn, login.partner.microsoftonline.cn, true",
        "login.microsoftonline.us, login.usgovcloudapi.net, true",
        "login.microsoftonline.com, login.microsoftonline.us, false",
        "login.microsoftonline.com, login.windows.net.evil.example, false",
        "login.microsoftonline.com, login.windows.net:444, false",
        "localhost:8443, LOCALHOST:8443, true",
        "localhost:8443, login.windows.net, false",
        "login.microsoftonline.com, , false",
    })
    void knowsTheNamesOfOneAuthority(String one, String other, boolean same) {
        assertEquals(same, Cloud.sameAuthority(one, other));
    }
}
