package com.example.operator;

/** Shows what it got from a process that started it; then ends with the code given, or waits for a signal. */
public final class RunsAsChild {

    private RunsAsChild() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("password=" + System.getenv("DB_PASSWORD"));
        System.out.println("flag=" + System.getProperty("flag"));
        if (!arguments[0].equals("wait")) {
            System.exit(Integer.parseInt(arguments[0]));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("child ends");
            System.out.flush();
        }));
        System.out.println("ready");
        Thread.sleep(600_000);
    }
}
