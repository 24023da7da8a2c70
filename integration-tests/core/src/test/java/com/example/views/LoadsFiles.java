package com.example.views;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.TreeMap;

/** Loads each file of its arguments and prints what it got or what was thrown. */
public final class LoadsFiles {

    private LoadsFiles() {}

    public static void main(String[] files) {
        System.out.println(
                "main runs, property=" + System.getProperty("app.secret") + ", variable=" + System.getenv("APP_SECRET")
                        + ", names=" + System.getProperties().containsKey("app.secret"));
        for (String file : files) {
            Properties properties = new Properties();
            properties.setProperty("before", "kept");
            try (InputStream in = new FileInputStream(file)) {
                properties.load(in);
                System.out.println("loaded " + new TreeMap<>(properties));
            } catch (IOException e) {
                System.out.println("IOException with " + new TreeMap<>(properties) + ": " + e.getMessage()
                        + (e.getCause() == null ? "" : " because of " + e.getCause()));
            }
        }
    }
}
