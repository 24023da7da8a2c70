package io.keyweave.benchmarks;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.FileReader;
import java.io.IOException;

/** The largest resident set this process has had, as Linux counts it; nothing elsewhere. */
public final class PeakMemory {

    private PeakMemory() {}

    public static void print() throws IOException {
        try (BufferedReader status = new BufferedReader(new FileReader("/proc/self/status"))) {
            for (String line = status.readLine(); line != null; line = status.readLine()) {
                if (line.startsWith("VmHWM:")) {
                    System.out.println(line);
                }
            }
        } catch (FileNotFoundException e) {
            System.out.println("VmHWM: 0 kB");
        }
    }
}
