package io.keyweave.benchmarks.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyweave.benchmarks.PeakMemory;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;

/** Parses a body of 1 MB again and again, as a web framework does, and prints what one costs this thread. */
public final class JsonBodies {

    private static final int WARM_UP = 300;
    private static final int COUNTED = 300;

    private JsonBodies() {}

    public static void main(String[] args) throws Exception {
        byte[] body = body();
        ObjectMapper mapper = new ObjectMapper();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        long begun = 0;
        for (int i = 0; i < WARM_UP + COUNTED; i++) {
            if (i == WARM_UP) {
                begun = threads.getCurrentThreadCpuTime();
            }
            sum += mapper.readTree(new ByteArrayInputStream(body)).size();
        }
        long cost = threads.getCurrentThreadCpuTime() - begun;
        if (sum == 0) {
            throw new IllegalStateException("nothing was parsed");
        }
        System.out.println("JSON " + cost / COUNTED / 1_000);
        PeakMemory.print();
        Runtime.getRuntime().halt(0);
    }

    private static byte[] body() {
        StringBuilder text = new StringBuilder("[");
        while (text.length() < 1 << 20) {
            text.append(text.length() == 1 ? "" : ",")
                    .append("{\"id\":")
                    .append(text.length())
                    .append(",\"name\":\"an order of $20 at <shop>\",\"lines\":[1,2.5,true,null,\"text\"]}");
        }
        return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }
}
