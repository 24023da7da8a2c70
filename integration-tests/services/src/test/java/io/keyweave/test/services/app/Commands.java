package io.keyweave.test.services.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The standard input of a test application: one command on a line, answered by one line. Begins with {@code ready} and ends the JVM with its input,
 * and the application, which then has to leave nothing behind, with {@link #END}.
 */
public final class Commands {

    /** No more commands: the application is taken out of its container. */
    public static final String END = "end";

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
        for (String command = commands.readLine(); !END.equals(command); command = commands.readLine()) {
            if (command == null) {
                System.exit(0);
            }
            System.out.println("=" + answer(application, command));
        }
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
