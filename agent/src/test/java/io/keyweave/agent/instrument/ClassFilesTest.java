package io.keyweave.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ClassFilesTest {

    private static final String[] NAMES = {"findResource", "findResources"};

    static class Finds extends ClassLoader {
        @Override
        protected URL findResource(String name) {
            return null;
        }
    }

    static class FindsNothing extends ClassLoader {}

    static class ExtendsNothing {
        URL findResource() {
            return null;
        }
    }

    private static byte[] file(Class<?> type) throws Exception {
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void aNameCountsWhereAClassExtendsAnother() throws Exception {
        assertEquals(true, ClassFiles.extendsAndNames(file(Finds.class), NAMES));
        assertEquals(true, ClassFiles.extendsAndNames(file(URLClassLoader.class), NAMES));
        assertFalse(ClassFiles.extendsAndNames(file(FindsNothing.class), NAMES));
        assertFalse(ClassFiles.extendsAndNames(file(ExtendsNothing.class), NAMES));
        assertFalse(ClassFiles.extendsAndNames(file(ArrayList.class), NAMES));
        assertFalse(ClassFiles.extendsAndNames(file(Object.class), NAMES));
    }

    @Test
    void newerAndUnknownClassFilesAreNoAccident() throws Exception {
        byte[] newer = file(Finds.class);
        newer[7] = (byte) (ClassFiles.NEWEST + 1);
        assertEquals(true, ClassFiles.extendsAndNames(newer, NAMES));
        newer[10] = 99;
        assertFalse(ClassFiles.extendsAndNames(newer, NAMES));
        assertFalse(ClassFiles.extendsAndNames(new byte[10], NAMES));
    }
}
