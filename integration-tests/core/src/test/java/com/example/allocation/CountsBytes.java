package com.example.allocation;

import com.sun.management.ThreadMXBean;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Properties;
import java.util.function.Supplier;

/** Prints for each way to read the bytes that one read allocates, as {@code name=bytes}: of an ordinary value and of a placeholder. */
public final class CountsBytes {

    private static final int READS = 20_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static volatile Object seen;

    private CountsBytes() {}

    public static void main(String[] args) throws Exception {
        Properties loaded = new Properties();
        try (InputStream in = CountsBytes.class.getResourceAsStream("/allocation.properties")) {
            loaded.load(in);
        }
        Config config = ConfigFactory.parseResources("allocation.conf");
        count("property", () -> System.getProperty("app.user"), () -> System.getProperty("app.pass"));
        count("variable", () -> System.getenv("APP_USER"), () -> System.getenv("APP_PASS"));
        count("file", () -> loaded.getProperty("app.user"), () -> loaded.getProperty("app.pass"));
        count("hocon", () -> config.getString("app.user"), () -> config.getString("app.pass"));
    }

    private static void count(String name, Supplier<String> ordinary, Supplier<String> placeholder) {
        System.out.println(name + ".value=" + placeholder.get());
        System.out.println(name + ".ordinary=" + bytes(ordinary));
        System.out.println(name + ".placeholder=" + bytes(placeholder));
    }

    private static long bytes(Supplier<String> read) {
        long before = 0;
        for (int i = -READS; i < READS; i++) {
            if (i == 0) {
                before = THREADS.getCurrentThreadAllocatedBytes();
            }
            seen = read.get();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / READS;
    }
}
