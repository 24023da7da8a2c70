package com.example.harmless;

import java.net.URI;
import javax.net.ssl.HttpsURLConnection;

/** Sets its trust store in {@code main} and calls a server that only this trust store trusts. Arguments: store file, URL. */
public final class OwnTrustStore {

    private OwnTrustStore() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("javax.net.ssl.trustStore", args[0]);
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        HttpsURLConnection connection =
                (HttpsURLConnection) URI.create(args[1]).toURL().openConnection();
        connection.setConnectTimeout(30_000);
        connection.setReadTimeout(30_000);
        System.out.println("status=" + connection.getResponseCode());
        System.out.println("secret=" + System.getProperty("app.secret"));
    }
}
