package com.example.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** Says what a line asks for: a system property, whether a class can be found, whether the default SSL context is still to be made. */
public final class Application {

    private Application() {}

    public static void main(String[] args) throws IOException {
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(line + " = " + answer(line));
        }
    }

    private static Object answer(String line) {
        if (line.startsWith("class ")) {
            return found(line.substring(6));
        }
        return switch (line) {
            case "default ssl" -> defaultSslIsFree();
            case "threads" -> threads();
            default -> System.getProperty(line);
        };
    }

    private static boolean found(String name) {
        try {
            Class.forName(name, false, ClassLoader.getSystemClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** A trust store that is set now counts, unless somebody made the default context before. */
    private static boolean defaultSslIsFree() {
        System.setProperty("javax.net.ssl.trustStore", "/nonexistent/store");
        System.setProperty("javax.net.ssl.trustStoreType", "no-such-type");
        try {
            SSLContext.getDefault();
            return false;
        } catch (NoSuchAlgorithmException e) {
            return e.getCause() instanceof GeneralSecurityException;
        }
    }

    /** Threads that are neither the JVM's, this application's nor Keyweave's. */
    private static String threads() {
        StringBuilder others = new StringBuilder();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (name.startsWith("sdk-") || name.startsWith("idle-") || name.contains("Keep-Alive")) {
                others.append(name).append(';');
            }
        }
        return others.toString();
    }
}
