package com.example.orders;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/**
 * A plain application of the kind found everywhere: it reads its settings once, keeps the objects, and asks them when it needs a
 * password. It knows nothing of Keyweave and nothing of Key Vault. For every line on standard input it prints what it sees.
 */
public final class OrderService {

    private final Properties file = new Properties();
    private final Config hocon = ConfigFactory.load();

    private OrderService() throws IOException {
        try (InputStream in = OrderService.class.getResourceAsStream("/orders.properties")) {
            file.load(Objects.requireNonNull(in, "orders.properties"));
        }
    }

    public static void main(String[] args) throws IOException {
        OrderService service = new OrderService();
        System.out.println("order service is up");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            service.report();
        }
    }

    private void report() {
        System.out.println("system property=" + System.getProperty("orders.db.password"));
        System.out.println("environment=" + System.getenv("ORDERS_API_KEY"));
        System.out.println("orders.properties=" + file.getProperty("smtp.password"));
        System.out.println("application.conf=" + hocon.getString("orders.jdbc-url"));
        System.out.println("end");
    }
}
