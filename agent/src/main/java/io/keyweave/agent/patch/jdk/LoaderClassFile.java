package io.keyweave.agent.patch.jdk;

import org.jspecify.annotations.Nullable;

/**
 * Whether a class may be a class loader that finds resources by itself: the names of such methods stand in its constant pool, and it extends something.
 * Every class of the application is asked, so this is one pass over the constant pool in which nothing is made. Wrong only on the careful side: what does
 * not declare such a method is left as it is, and a patched method looks whether it is a class loader's.
 */
final class LoaderClassFile {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private LoaderClassFile() {}

    static boolean mayBe(byte[] file) {
        int end = constants(file, null);
        return end < 0 && !extendsObject(file, -end);
    }

    /** @return where the constants end, negative when one is a name of interest */
    private static int constants(byte[] file, int @Nullable [] offsets) {
        int count = u2(file, 8);
        int at = 10;
        boolean names = false;
        for (int i = 1; i < count; i++) {
            if (offsets != null) {
                offsets[i] = at + 1;
            }
            switch (file[at]) {
                case UTF8 -> {
                    int length = u2(file, at + 1);
                    names = names || name(file, at + 3, length);
                    at += 3 + length;
                }
                case LONG, DOUBLE -> {
                    at += 9;
                    i++;
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> at += 3;
                case METHOD_HANDLE -> at += 4;
                default -> at += 5;
            }
        }
        return names ? -at : at;
    }

    private static boolean extendsObject(byte[] file, int end) {
        int[] offsets = new int[u2(file, 8)];
        constants(file, offsets);
        int superclass = u2(file, end + 4);
        int name = superclass == 0 ? 0 : offsets[u2(file, offsets[superclass])];
        return name == 0 || is(file, name + 2, u2(file, name), "java/lang/Object");
    }

    private static boolean name(byte[] file, int at, int length) {
        return switch (length) {
            case 11 -> is(file, at, length, "getResource");
            case 12 -> is(file, at, length, "getResources") || is(file, at, length, "findResource");
            case 13 -> is(file, at, length, "findResources");
            case 19 -> is(file, at, length, "getResourceAsStream");
            default -> false;
        };
    }

    private static boolean is(byte[] file, int at, int length, String text) {
        if (length != text.length()) {
            return false;
        }
        for (int i = length - 1; i >= 0; i--) {
            if (file[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int u2(byte[] file, int at) {
        return (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
    }
}
