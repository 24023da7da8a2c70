package io.keyweave.test.frameworks.app;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How an application tells the test what it read: one line each, the value in a form that no console changes. */
final class Told {

    /** What may fail. */
    interface Read {
        Object value() throws Exception;
    }

    private Told() {}

    static void value(String name, Read read) {
        String told;
        try {
            Object value = read.value();
            told = value == null
                    ? "absent"
                    : "value "
                            + Base64.getEncoder()
                                    .encodeToString(value.toString().getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            StringBuilder causes = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                causes.append(cause).append(' ');
            }
            told = "failed " + causes.toString().replace('\n', ' ').replace('\r', ' ');
        }
        System.out.println(name + " " + told);
    }
}
