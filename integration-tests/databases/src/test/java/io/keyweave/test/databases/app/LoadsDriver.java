package io.keyweave.test.databases.app;

/** Loads a driver that patches do not know. */
public final class LoadsDriver {

    private LoadsDriver() {}

    public static void main(String[] args) throws Exception {
        Class<?> first = Class.forName("org.postgresql.Driver");
        Class<?> again = Class.forName("org.postgresql.Driver");
        System.out.println(
                "loaded " + (first == again ? "twice" : "") + ", secret=" + System.getProperty("app.secret"));
    }
}
