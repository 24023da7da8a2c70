package com.example.views;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Loads a file of one key with less and less of the stack left, the JVM's first load among those that fail, and counts what was loaded
 * as a placeholder or not at all although {@code load} returned.
 */
public final class LoadsDeeply {

    private static final int STACK = 256 * 1024;
    private static final int MOST_LEFT = 900;

    private final String file;
    private int depth;
    private int placeholders;
    private int empty;
    private boolean withoutStack;

    private LoadsDeeply(String file) {
        this.file = file;
    }

    public static void main(String[] files) throws InterruptedException {
        LoadsDeeply deep = new LoadsDeeply(files[0]);
        for (int left = 5; left < MOST_LEFT; left += 7) {
            int frames = left;
            Thread thread = new Thread(null, () -> deep.loadWith(frames), "deep", STACK);
            thread.start();
            thread.join();
        }
        System.out.println("placeholders=" + deep.placeholders);
        System.out.println("empty=" + deep.empty);
        System.out.println("without stack=" + deep.withoutStack);
    }

    private void loadWith(int framesLeft) {
        depth = 0;
        try {
            measure(Integer.MAX_VALUE);
        } catch (StackOverflowError end) {
            withoutStack = true;
        }
        try {
            descend(depth - framesLeft);
        } catch (StackOverflowError end) {
            withoutStack = true;
        }
    }

    private void measure(int most) {
        if (depth++ < most) {
            measure(most);
        }
    }

    private void descend(int frames) {
        if (frames > 0) {
            descend(frames - 1);
        } else {
            load();
        }
    }

    private void load() {
        Properties properties = new Properties();
        try (InputStream in = new FileInputStream(file)) {
            properties.load(in);
        } catch (IOException | LinkageError refused) {
            return;
        }
        String value = properties.getProperty("app.secret");
        if (value == null) {
            empty++;
        } else if (value.contains("$<")) {
            placeholders++;
        }
    }
}
