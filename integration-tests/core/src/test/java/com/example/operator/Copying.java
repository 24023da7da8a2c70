package com.example.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads its password each time it is asked, or keeps forever what it read at the start. */
public final class Copying {

    private static String kept = "";

    private Copying() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("keep")) {
            kept = System.getProperty("db.password");
        }
        System.out.println("started");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("read")) {
                String password = kept.isEmpty() ? System.getProperty("db.password") : kept;
                System.out.println("read " + password.length());
            } else if (line.equals("collect")) {
                System.gc();
                System.out.println("collect done");
            }
        }
    }
}
