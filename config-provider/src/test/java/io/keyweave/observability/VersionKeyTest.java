package io.keyweave.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.keyweave.observability.VersionStatus.VersionKey;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

class VersionKeyTest {

    private static final VersionKey KEY = new VersionKey("contoso", "db", "1");

    @Test
    void isEqualToTheSameVersionOfTheSameSecretOnly() {
        VersionKey same = new VersionKey("contoso", "db", "1");
        assertEquals(KEY, same);
        assertEquals(KEY.hashCode(), same.hashCode());
        assertNotEquals(KEY, new VersionKey("fabrikam", "db", "1"));
        assertNotEquals(KEY, new VersionKey("contoso", "other", "1"));
        assertNotEquals(KEY, new VersionKey("contoso", "db", "2"));
    }

    /** What the compiler writes for a record is final, and makes the JVM assemble method handles. */
    @Test
    void needsNoMethodHandles() throws NoSuchMethodException {
        assertFalse(Modifier.isFinal(VersionKey.class.getMethod("hashCode").getModifiers()));
        assertFalse(Modifier.isFinal(
                VersionKey.class.getMethod("equals", Object.class).getModifiers()));
    }
}
