package io.keyweave.agent.instrument;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;

/** Reads class files, also those of a JDK that is newer than the library. */
public final class ClassFiles {

    /** The newest class file version that the library was released for. */
    static final int NEWEST = Opcodes.V27;

    private static final int MAJOR_VERSION = 6;
    private static final int SMALLEST = 24;

    private ClassFiles() {}

    /**
     * As Byte Buddy does it where {@code net.bytebuddy.experimental} is set: a newer version is hidden from the reader's check and seen by
     * everybody else. A new version alone changes nothing here; what the format has new inside is refused where the reader meets it.
     *
     * @throws IllegalArgumentException when it is not a class file, or has something the library does not know
     */
    public static ClassReader read(byte[] classFile) {
        if (classFile.length < SMALLEST || classFile[0] != (byte) 0xCA || classFile[1] != (byte) 0xFE) {
            throw new IllegalArgumentException("not a class file");
        }
        if (version(classFile) > NEWEST) {
            byte[] disguised = classFile.clone();
            disguised[MAJOR_VERSION] = (byte) (NEWEST >>> 8);
            disguised[MAJOR_VERSION + 1] = (byte) NEWEST;
            ClassReader reader = new ClassReader(disguised);
            disguised[MAJOR_VERSION] = classFile[MAJOR_VERSION];
            disguised[MAJOR_VERSION + 1] = classFile[MAJOR_VERSION + 1];
            return reader;
        }
        return new ClassReader(classFile);
    }

    private static int version(byte[] classFile) {
        return (classFile[MAJOR_VERSION] & 0xFF) << 8 | classFile[MAJOR_VERSION + 1] & 0xFF;
    }
}
