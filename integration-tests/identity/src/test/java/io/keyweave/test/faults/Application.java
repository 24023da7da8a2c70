package io.keyweave.test.faults;

/** An application that knows nothing of all this: it says that it was started, and ends. */
public final class Application {

    private Application() {}

    /** Starts the application. */
    public static void main(String[] args) {
        System.out.println("started");
    }
}
