package io.keyweave.test.spring.allocation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;

/** Prints for each property named by an argument the bytes that one read allocates, as {@code name=bytes}. */
public final class CountsBytes {

    private static final int READS = 5_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static volatile @Nullable Object seen;

    private CountsBytes() {}

    private static final class Nothing {}

    public static void main(String[] names) {
        Environment environment = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run()
                .getEnvironment();
        for (String name : names) {
            System.out.println(name + "=" + bytes(environment, name));
        }
    }

    private static long bytes(Environment environment, String name) {
        long before = 0;
        for (int i = -READS; i < READS; i++) {
            if (i == 0) {
                before = THREADS.getCurrentThreadAllocatedBytes();
            }
            seen = environment.getProperty(name);
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / READS;
    }
}
