package com.example.harmless;

import java.security.Security;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Sets in {@code main} what the JDK reads once, at the first use of TLS or DNS, and prints what is in force. */
public final class LateSettings {

    private LateSettings() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.setProperty("jdk.tls.client.protocols", "TLSv1.2");
            Security.setProperty("networkaddress.cache.ttl", "7");
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        System.out.println(
                "protocols=" + List.of(context.getDefaultSSLParameters().getProtocols()));
        System.out.println("cache="
                + Class.forName("sun.net.InetAddressCachePolicy")
                        .getMethod("get")
                        .invoke(null));
    }
}
