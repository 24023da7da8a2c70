package io.keyweave.test.services.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The standard input of a test application: one command on a line, answered by one line. Begins with {@code ready} and ends the
 * application with its input.
 */
final class Commands {

    /** What an application does when told. */
    @FunctionalInterface
    interface Application {
        /** @param words the command, split at blanks */
        String answer(String[] words) throws Exception;
    }

    private Commands() {}

    /** Answers {@code =} and the application's answer, or {@code =failed} and its exceptions, outermost first. */
    static void serve(Application application) throws IOException {
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println("=" + answer(application, command));
        }
        System.exit(0);
    }

    private static String answer(Application application, String command) {
        try {
            return application.answer(command.split(" ", -1));
        } catch (Exception e) {
            StringBuilder text = new StringBuilder("failed");
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                text.append(" / ").append(cause);
            }
            return text.toString().replace('\n', ' ').replace('\r', ' ');
        }
    }
}
