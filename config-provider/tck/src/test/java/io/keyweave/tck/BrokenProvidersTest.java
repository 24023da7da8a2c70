package io.keyweave.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keyweave.tck.ProviderInMemory.Defect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** Each rule of the contract is broken by a provider that has one defect, and kept by the same provider without it. */
class BrokenProvidersTest {

    @TempDir
    Path directory;

    private static List<Method> rules() {
        List<Method> rules = new ArrayList<>();
        for (Method method : ConfigProviderContract.class.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                rules.add(method);
            }
        }
        return rules;
    }

    /** What the rule says, or {@code null} when it is kept. */
    private @Nullable Throwable said(Method rule, @Nullable Defect defect) throws IllegalAccessException {
        try {
            rule.invoke(new ContractInMemory(defect, directory));
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    @Test
    void withoutADefectEveryRuleIsKept() throws IllegalAccessException {
        for (Method rule : rules()) {
            assertNull(said(rule, null), rule.getName());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDefectBreaksItsRule(Defect defect) throws ReflectiveOperationException {
        Throwable said = said(ConfigProviderContract.class.getDeclaredMethod(defect.rule()), defect);
        assertNotNull(said, defect.rule() + " is kept");
        if (said instanceof TestAbortedException) {
            throw new AssertionError(defect.rule() + " is skipped", said);
        }
    }

    @Test
    void everyRuleIsBrokenByOne() {
        Set<String> rules = new TreeSet<>();
        rules().forEach(rule -> rules.add(rule.getName()));
        Set<String> broken = new TreeSet<>();
        for (Defect defect : Defect.values()) {
            broken.add(defect.rule());
        }
        assertEquals(rules, broken);
    }
}
