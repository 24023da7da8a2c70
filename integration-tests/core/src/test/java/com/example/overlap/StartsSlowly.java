package com.example.overlap;

/** Reads ordinary values first, then the secrets. */
public final class StartsSlowly {

    private StartsSlowly() {}

    public static void main(String[] args) {
        System.out.println(
                "main runs, user=" + System.getProperty("db.user") + ", home=" + (System.getenv("PATH") != null));
        System.out.println("property=" + System.getProperty("db.password"));
        System.out.println("variable=" + System.getenv("DB_PASSWORD"));
    }
}
