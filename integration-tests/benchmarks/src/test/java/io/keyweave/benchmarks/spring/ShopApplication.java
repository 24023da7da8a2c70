package io.keyweave.benchmarks.spring;

import io.keyweave.benchmarks.PeakMemory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Ends as soon as it could serve its first request, so that its run time is its time to ready. */
@SpringBootApplication
public class ShopApplication {

    public static void main(String[] args) throws Exception {
        long begun = System.nanoTime();
        SpringApplication.run(ShopApplication.class, args);
        System.out.println("ready after ms: " + (System.nanoTime() - begun) / 1_000_000);
        PeakMemory.print();
        Runtime.getRuntime().halt(0);
    }
}
