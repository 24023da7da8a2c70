package com.example.overlap;

/** Reads {@code secret.N} and {@code again.N} and checks each. */
public final class ReadsSecrets {

    private ReadsSecrets() {}

    public static void main(String[] args) {
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            for (String name : new String[] {"secret.", "again."}) {
                String value = System.getProperty(name + i);
                if (!("value-" + i).equals(value)) {
                    System.err.println(name + i + " is " + value);
                    System.exit(1);
                }
            }
        }
    }
}
