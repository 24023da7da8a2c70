package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Paths as text, on Windows too, where no test of this project runs. */
class DirectoryTest {
    private final Directory linux = new Directory("/opt/orders", false);
    private final Directory windows = new Directory("C:\\Orders", true);

    @Test
    void pathsOfLinux() {
        assertEquals("/opt/orders/conf/a.yml", linux.normal("conf/./a.yml"));
        assertEquals("/opt/a.yml", linux.normal("../a.yml"));
        assertEquals("/etc/a.yml", linux.normal("//etc/a.yml"));
        assertEquals("/", linux.normal("/.."));
        // A colon and a backslash are letters there.
        assertEquals("/opt/orders/C:/a.yml", linux.normal("C:/a.yml"));
        assertEquals("/opt/orders/conf\\a.yml", linux.normal("conf\\a.yml"));
    }

    @Test
    void pathsOfWindows() {
        assertEquals("c:/orders/conf/a.yml", windows.normal("conf\\.\\A.yml"));
        assertEquals("c:/a.yml", windows.normal("..\\a.yml"));
        assertEquals("d:/conf/a.yml", windows.normal("D:\\Conf\\x\\..\\a.yml"));
        assertEquals("d:/conf/a.yml", windows.normal("d:/conf/a.yml"));
        // As a file: URL has it.
        assertEquals("d:/conf/a.yml", windows.normal("/D:/conf/a.yml"));
        assertEquals("server/share/a.yml", windows.normal("\\\\Server\\Share\\a.yml"));
    }

    @Test
    void patternsOfWindows() {
        assertEquals("**/conf/*.yml", windows.normalPattern("**\\Conf\\*.yml"));
        assertEquals("d:/conf/", windows.normalPattern("D:\\conf\\"));
        assertTrue(new PathGlob(windows.normalPattern("D:\\conf\\")).matches(windows.normal("d:/conf/sub/a.yml")));
        assertFalse(new PathGlob(windows.normalPattern("D:\\conf\\")).matches(windows.normal("d:/other/a.yml")));
    }

    @Test
    void climbingIsSeenWithBothSlashes() {
        assertTrue(windows.honest("conf\\a.yml"));
        assertTrue(linux.honest("..hidden/a.yml"));
    }

    /** {@code spring.config.import} in a file under {@code C:/orders}. */
    @Test
    void anImportWithADriveIsNotRelative() {
        assertEquals(List.of("D:/conf/a.yml"), DefaultLocations.imported("optional:file:D:/conf/a.yml", "c:/orders"));
        assertEquals(List.of("D:/conf/a.yml"), DefaultLocations.imported("D:/conf/a.yml", "c:/orders"));
        assertEquals(List.of("D:\\conf\\a.yml"), DefaultLocations.imported("optional:D:\\conf\\a.yml", "c:/orders"));
        assertEquals(List.of("c:/orders/a.yml"), DefaultLocations.imported("a.yml", "c:/orders"));
    }
}
