package com.example.overlap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Reads secrets on a thread that was interrupted before: from a file of its own, a system property and the environment. */
public final class ReadsInterrupted {

    private ReadsInterrupted() {}

    public static void main(String[] args) throws IOException {
        Thread.currentThread().interrupt();
        System.out.println("property=" + System.getProperty("db.password"));
        System.out.println("variable=" + System.getenv("DB_PASSWORD"));
        Properties file = new Properties();
        try (InputStream in = ReadsInterrupted.class.getResourceAsStream("/views.properties")) {
            file.load(in);
        }
        System.out.println("file=" + file.getProperty("db.password"));
        System.out.println("interrupted=" + Thread.currentThread().isInterrupted());
    }
}
