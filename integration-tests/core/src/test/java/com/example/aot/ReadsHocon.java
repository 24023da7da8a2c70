package com.example.aot;

import com.typesafe.config.ConfigFactory;
import java.io.InputStream;
import java.util.Properties;

/** Reads the same placeholder from a HOCON document and a properties file. */
public final class ReadsHocon {

    private ReadsHocon() {}

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        try (InputStream in = ReadsHocon.class.getResourceAsStream("/allocation.properties")) {
            properties.load(in);
        }
        System.out.println("hocon="
                + ConfigFactory.parseResources("allocation.conf").resolve().getString("app.pass"));
        System.out.println("properties=" + properties.getProperty("app.pass"));
    }
}
