package com.example.harmless;

import java.util.TreeSet;

/** Prints its secret, and which threads there are. */
public final class ShowsThreads {

    private ShowsThreads() {}

    public static void main(String[] args) {
        System.out.println("secret=" + System.getProperty("app.secret"));
        TreeSet<String> threads = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            threads.add("thread=" + thread.getName() + (thread.isDaemon() ? "" : " (not a daemon)"));
        }
        threads.forEach(System.out::println);
    }
}
