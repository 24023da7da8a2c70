package com.example.trust;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.TreeMap;

/** Prints variables, system properties and values of the files it is given whose names begin with {@code near}. */
public final class ReadsNearMisses {

    private ReadsNearMisses() {}

    public static void main(String[] files) throws IOException {
        new TreeMap<>(System.getenv()).forEach(ReadsNearMisses::print);
        for (String name : System.getProperties().stringPropertyNames()) {
            print(name, System.getProperty(name));
        }
        for (String file : files) {
            if (file.endsWith(".conf")) {
                Config config = ConfigFactory.parseFile(new File(file));
                config.root().keySet().forEach(name -> print(name, config.getString(name)));
            } else {
                Properties properties = new Properties();
                try (InputStream in = new FileInputStream(file)) {
                    properties.load(in);
                }
                properties.forEach((name, value) -> print((String) name, (String) value));
            }
        }
    }

    private static void print(String name, String value) {
        if (name.startsWith("near")) {
            System.out.println(name + "=" + value);
        }
    }
}
