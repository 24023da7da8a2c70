package io.keyweave.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of one command, timed from outside by the shell's {@code time}, which counts the processor time of every thread, the
 * compiler's and the collector's included.
 *
 * @param wall seconds from start to end
 * @param cpu user and system seconds
 * @param peakMiB largest resident set
 * @param output everything it printed
 */
record MeasuredProcess(double wall, double cpu, double peakMiB, List<String> output) {

    private static final long PATIENCE_SECONDS = 240;

    /** @throws IllegalStateException with all its output when it fails or does not end within four minutes */
    static MeasuredProcess run(List<String> command, Map<String, String> environment) {
        List<String> timed = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='TIME %R %U %S'; time \"$@\"", "timed"));
        timed.addAll(command);
        Path printed = null;
        try {
            // A file, because reading a pipe to its end would wait for as long as a stuck process keeps it open.
            printed = Files.createTempFile("keyweave-benchmark", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(printed.toFile());
            builder.redirectInput(new File("/dev/null"));
            builder.environment().keySet().removeIf(MeasuredProcess::steers);
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            List<String> output = Files.readAllLines(printed);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(
                        (ended ? "exit code " + process.exitValue() : "no end within " + PATIENCE_SECONDS + " s") + "\n"
                                + String.join(" ", command) + "\n" + String.join("\n", output));
            }
            return of(output);
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            delete(printed);
        }
    }

    /** Variables of the machine that would change what is measured. */
    private static boolean steers(String variable) {
        return variable.startsWith("AZURE_")
                || variable.startsWith("AWS_")
                || variable.startsWith("GOOGLE_")
                || variable.startsWith("KEYWEAVE_")
                || variable.startsWith("IDENTITY_")
                || variable.startsWith("MSI_")
                || variable.toUpperCase(Locale.ROOT).endsWith("_PROXY")
                || variable.endsWith("JAVA_OPTIONS")
                || variable.equals("JAVA_TOOL_OPTIONS");
    }

    private static MeasuredProcess of(List<String> output) {
        double peak = 0;
        for (String line : output) {
            if (line.startsWith("VmHWM:")) {
                peak = Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            } else if (line.startsWith("TIME ")) {
                String[] times = line.split(" ", -1);
                return new MeasuredProcess(
                        Double.parseDouble(times[1]),
                        Double.parseDouble(times[2]) + Double.parseDouble(times[3]),
                        peak,
                        output);
            }
        }
        throw new IllegalStateException("no times in:\n" + String.join("\n", output));
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // Temporary.
        }
    }
}
