package com.example.harmless;

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Properties;

/** Reads one secret from each plain source. Argument: a trusted properties file. */
public final class ReadsEverything {

    private ReadsEverything() {}

    public static void main(String[] args) throws Exception {
        System.out.println("property=" + System.getProperty("app.secret"));
        System.out.println("environment=" + System.getenv("APP_SECRET"));
        if (args.length > 0) {
            Properties file = new Properties();
            try (InputStream in = new FileInputStream(args[0])) {
                file.load(in);
            }
            System.out.println("file=" + file.getProperty("app.secret"));
        }
    }
}
