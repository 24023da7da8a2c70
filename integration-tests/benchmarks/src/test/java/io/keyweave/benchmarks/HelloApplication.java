package io.keyweave.benchmarks;

/** The smallest application; with an argument it reads that many system properties {@code secret.N} and checks each. */
public final class HelloApplication {

    private HelloApplication() {}

    public static void main(String[] args) throws Exception {
        int secrets = args.length == 0 ? 0 : Integer.parseInt(args[0]);
        for (int i = 0; i < secrets; i++) {
            if (!("value-" + i).equals(System.getProperty("secret." + i))) {
                System.err.println("secret." + i + " did not resolve");
                System.exit(1);
            }
        }
        System.out.println("hello");
        PeakMemory.print();
    }
}
