package io.keyweave.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of one command, timed from outside by the shell's {@code time}, which counts the processor time of every thread, the
 * compiler's and the collector's included.
 *
 * @param wall seconds from start to end
 * @param cpu user and system seconds
 * @param peakMiB largest resident set
 */
record MeasuredProcess(double wall, double cpu, double peakMiB) {

    static MeasuredProcess run(List<String> command, Map<String, String> environment) {
        List<String> timed = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='TIME %R %U %S'; time \"$@\"", "timed"));
        timed.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(timed).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("failed: " + command + "\n" + output);
            }
            double peak = 0;
            for (String line : output.lines().toList()) {
                if (line.startsWith("VmHWM:")) {
                    peak = Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
                } else if (line.startsWith("TIME ")) {
                    String[] times = line.split(" ", -1);
                    return new MeasuredProcess(
                            Double.parseDouble(times[1]),
                            Double.parseDouble(times[2]) + Double.parseDouble(times[3]),
                            peak);
                }
            }
            throw new IllegalStateException("no times in:\n" + output);
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
