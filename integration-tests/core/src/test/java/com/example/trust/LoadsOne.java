package com.example.trust;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Loads the file it is given and prints its property {@code a}, or the exception. */
public final class LoadsOne {

    private LoadsOne() {}

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        try (InputStream in = new FileInputStream(args[0])) {
            properties.load(in);
            System.out.println("a=" + properties.getProperty("a"));
        } catch (IOException e) {
            System.out.println("failed: " + e.getMessage());
        }
    }
}
