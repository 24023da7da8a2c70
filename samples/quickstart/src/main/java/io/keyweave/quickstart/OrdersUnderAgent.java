package io.keyweave.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The running application: one line in, one report out. What it writes to standard error is the agent's log and passes through. */
final class OrdersUnderAgent implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private OrdersUnderAgent(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static OrdersUnderAgent start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        OrdersUnderAgent orders = new OrdersUnderAgent(builder.start());
        orders.awaitLine("order service is up");
        return orders;
    }

    /** What the application sees now, by source. */
    Map<String, String> look() throws IOException {
        OutputStream in = process.getOutputStream();
        in.write('\n');
        in.flush();
        Map<String, String> seen = new LinkedHashMap<>();
        for (String line = read(); !line.equals("end"); line = read()) {
            int equals = line.indexOf('=');
            seen.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return seen;
    }

    private void awaitLine(String wanted) throws IOException {
        while (!read().equals(wanted)) {
            // What comes before is not for us.
        }
    }

    private String read() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the application ended; its last words are above");
        }
        return line;
    }

    /** Closes the application's standard input, at which it ends; kills it if it does not within ten seconds. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
