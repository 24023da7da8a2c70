package io.keyweave.benchmarks.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyweave.benchmarks.PeakMemory;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parses a body of 1 MB again and again, from a stream, as a web framework does, and from an array, which no patch sees. Prints what a stream costs
 * this thread, and that as a multiple of an array: the compiler makes code of the parser that differs by a tenth from one JVM to the next,
 * and both run the same code. Medians, which neither a late compilation nor another process on the same processor changes.
 */
public final class JsonBodies {

    private static final int WARM_UP = 300;
    private static final int COUNTED = 301;

    private JsonBodies() {}

    public static void main(String[] args) throws Exception {
        byte[] body = body();
        ObjectMapper mapper = new ObjectMapper();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] streams = new double[COUNTED];
        double[] ratios = new double[COUNTED];
        for (int i = -WARM_UP; i < COUNTED; i++) {
            long begun = threads.getCurrentThreadCpuTime();
            int ofStream = mapper.readTree(new ByteArrayInputStream(body)).size();
            long between = threads.getCurrentThreadCpuTime();
            int ofArray = mapper.readTree(body).size();
            long ended = threads.getCurrentThreadCpuTime();
            if (ofStream == 0 || ofArray != ofStream) {
                throw new IllegalStateException("nothing was parsed");
            }
            if (i >= 0) {
                streams[i] = between - begun;
                ratios[i] = (double) (between - begun) / (ended - between);
            }
        }
        Arrays.sort(streams);
        Arrays.sort(ratios);
        System.out.println("JSON " + streams[COUNTED / 2]);
        System.out.println("STREAM " + ratios[COUNTED / 2]);
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
