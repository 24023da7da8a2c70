package io.keyweave.agent.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told apart by a few characters of a name is what the whole name tells apart. */
class PatchesTest {

    private record AddedPatch(String className) implements Patch {
        @Override
        public List<Hook> hooks() {
            return List.of();
        }
    }

    private final Patches patches = new Patches();

    @Test
    void eachPatchedClassMayBeFound() {
        patches.prepare();
        List<String> notFound = new ArrayList<>();
        for (PatchList list : patches.all()) {
            for (String className : list.classNames()) {
                @Nullable ClassLoader loader = list.library().equals("the JDK") ? null : new ClassLoader() {};
                if (!patches.mayFind(className, loader)) {
                    notFound.add(className);
                }
            }
        }
        assertEquals(List.of(), notFound);
    }

    @Test
    void fewOthersMay() {
        patches.prepare();
        List<String> names = ModuleLayer.boot().modules().stream()
                .filter(module -> module.getName().equals("java.base"))
                .flatMap(module -> module.getPackages().stream())
                .flatMap(name -> List.of(name + ".First", name + ".SecondClass", name + ".third.AndLast").stream())
                .toList();
        long found = names.stream().filter(name -> patches.mayFind(name, null)).count();
        assertTrue(found * 5 < names.size(), found + " of " + names.size());
        assertFalse(patches.mayFind("com.example.Application", getClass().getClassLoader()));
    }

    @Test
    void aPatchThatIsAddedIsFoundByItsWholeName() {
        AddedPatch added = new AddedPatch("java.lang.ProcessEnvironment");
        patches.add(added);
        patches.prepare();
        assertTrue(patches.mayFind("java.lang.ProcessEnvironment", null));
        assertSame(added, patches.find("java/lang/ProcessEnvironment", null, true));
        // As long as that one.
        assertNull(patches.find("java/lang/ProcessEnvironmenX", null, true));
        assertNotNull(patches.find("java/util/Properties", null, true));
        assertNull(patches.find("java/util/Hashtable", null, true));
    }

    @Test
    void withoutATemplateNothingIsMadeForTheQuestion() {
        assertTrue(patches.mayFind("java.util.Properties", null));
        assertNotNull(patches.find("java/util/Properties", null, false));
        assertNull(patches.find("java/security/KeyStore", null, false));
    }
}
