package io.keyweave.agent.instrument;

/** The class patched here. */
public class WeaverTarget {
    private int calls;

    public int ints(int value) {
        int i = 0;
        do {
            i += value;
        } while (i < 10);
        return i;
    }

    public long wide(long a, double b, int[] c, String d, boolean e) {
        return a + (long) b + c.length + d.length() + (e ? 1 : 0);
    }

    public static String choose(String text) {
        return switch (text) {
            case "a" -> "A";
            case "b" -> "B";
            default -> throw new IllegalArgumentException(text);
        };
    }

    public void nothing() {
        calls++;
    }

    public String caught(Object value) {
        try {
            return new String(value.toString());
        } catch (NullPointerException e) {
            return "null";
        } finally {
            calls++;
        }
    }

    public char letter() {
        return 'x';
    }

    public double[] array() {
        return new double[] {1};
    }
}
