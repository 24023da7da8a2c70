package io.keyweave.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Prints a line for each test class with its module, which tells those apart that several modules run beside each other, and with the processor time of
 * the tests and of the processes they started and saw end. Classes that run beside each other in one module count each other's.
 */
public final class ClassReport implements TestExecutionListener {

    /** Linux counts in these, whatever its clock does. */
    private static final int TICKS_A_SECOND = 100;

    private record Clocks(long nanos, long ticks) {}

    private final Map<String, Clocks> begun = new ConcurrentHashMap<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.getSource().orElse(null) instanceof ClassSource) {
            begun.put(test.getUniqueId(), now());
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Clocks begin = begun.remove(test.getUniqueId());
        if (begin != null && test.getSource().orElse(null) instanceof ClassSource source) {
            Clocks end = now();
            System.out.println(
                    "[" + Path.of("").toAbsolutePath().getFileName() + "] " + source.getClassName() + " took "
                            + TimeUnit.NANOSECONDS.toSeconds(end.nanos - begin.nanos) + " s and "
                            + (end.ticks - begin.ticks) / TICKS_A_SECOND + " s of CPU");
        }
    }

    /** The processor time is 0 where the system does not show it as Linux does. */
    private static Clocks now() {
        long ticks = 0;
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 16);
            // In user mode and in the kernel, of this process and of its children.
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields[field]);
            }
        } catch (IOException e) {
            ticks = 0;
        }
        return new Clocks(System.nanoTime(), ticks);
    }
}
