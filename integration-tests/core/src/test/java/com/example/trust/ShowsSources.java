package com.example.trust;

/** Prints system properties and variables that may or may not hold placeholders. */
public final class ShowsSources {

    private ShowsSources() {}

    public static void main(String[] args) {
        System.out.println(System.getProperty("app.secret"));
        System.out.println(System.getProperty("build.parameter"));
        System.out.println(System.getenv("DB_PASSWORD"));
        System.out.println(System.getenv("HTTP_QUERY"));
    }
}
