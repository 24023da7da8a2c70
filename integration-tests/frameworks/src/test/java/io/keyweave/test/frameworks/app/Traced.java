package io.keyweave.test.frameworks.app;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** Prints its own password and what agents have in memory of theirs, then sends requests that agents trace, until its input ends. */
public final class Traced {

    private Traced() {}

    public static void main(String[] args) throws Exception {
        System.out.println("application " + System.getenv("APP_PASSWORD"));
        System.out.println("datadog " + datadog());
        System.out.println("newrelic " + newRelic());
        System.out.println("started");
        Thread end = new Thread(Traced::endWithInput);
        end.setDaemon(true);
        end.start();
        while (end.isAlive()) {
            HttpURLConnection request = (HttpURLConnection) new URL(args[0] + "/application").openConnection();
            try {
                request.getResponseCode();
            } catch (IOException gone) {
                return;
            }
            Thread.sleep(100);
        }
        System.exit(0);
    }

    /** {@code available} tells nothing at the end of the input. */
    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Until the test closes it.
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static Object datadog() throws ReflectiveOperationException {
        Class<?> type;
        try {
            type = Class.forName("datadog.trace.api.Config", true, null);
        } catch (ClassNotFoundException notThere) {
            return "";
        }
        Object config = type.getMethod("get").invoke(null);
        return type.getMethod("getApiKey").invoke(config);
    }

    private static Object newRelic() throws ReflectiveOperationException {
        Class<?> type;
        try {
            type = Class.forName("com.newrelic.api.agent.NewRelic", true, null);
        } catch (ClassNotFoundException notThere) {
            return "";
        }
        Object agent = type.getMethod("getAgent").invoke(null);
        Object config = Class.forName("com.newrelic.api.agent.Agent", true, null)
                .getMethod("getConfig")
                .invoke(agent);
        return Class.forName("com.newrelic.api.agent.Config", true, null)
                .getMethod("getValue", String.class)
                .invoke(config, "license_key");
    }
}
