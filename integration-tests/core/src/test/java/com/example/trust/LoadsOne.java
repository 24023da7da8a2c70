package com.example.trust;

import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Loads each file it is given and prints its property {@code a}, or the exception. */
public final class LoadsOne {

    private LoadsOne() {}

    public static void main(String[] args) {
        for (String file : args) {
            try {
                System.out.println("a=" + (file.endsWith(".conf") ? Hocon.load(file) : load(file)));
            } catch (IOException | RuntimeException e) {
                System.out.println("failed: " + e.getMessage());
            }
        }
    }

    private static String load(String file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = new FileInputStream(file)) {
            properties.load(in);
        }
        return properties.getProperty("a");
    }

    /** Only where that library is. */
    private static final class Hocon {
        static String load(String file) {
            return ConfigFactory.parseFile(new File(file)).getString("a");
        }
    }
}
