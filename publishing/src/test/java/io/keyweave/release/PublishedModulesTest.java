package io.keyweave.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.junit.jupiter.api.Test;

/** The modules that are published, as they are in the tree: a release must not be the first to find a pom incomplete. */
class PublishedModulesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void eachSaysWhatCentralAsksFor() throws IOException {
        Model parent = PomRules.read(ROOT.resolve("pom.xml"));
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Model> module : modules(parent).entrySet()) {
            if (listed().contains(module.getKey()) || module.getKey().equals("keyweave-bom")) {
                Model pom = module.getValue();
                // Name and description are a module's own; the rest is the parent's.
                pom.setUrl(parent.getUrl());
                pom.setLicenses(parent.getLicenses());
                pom.setDevelopers(parent.getDevelopers());
                pom.setScm(parent.getScm());
                PomRules.described(pom).forEach(sentence -> wrong.add(module.getKey() + " " + sentence));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void theBillOfMaterialsListsModulesThatAreThere() throws IOException {
        Map<String, Model> modules = modules(PomRules.read(ROOT.resolve("pom.xml")));
        assertTrue(modules.keySet().containsAll(listed()), () -> listed() + " lists more than " + modules.keySet());
    }

    /** A module that is neither published nor a sample, a test or of the build is one that somebody forgot to list. */
    @Test
    void noLibraryIsForgotten() throws IOException {
        List<String> forgotten = new ArrayList<>();
        for (String folder : PomRules.read(ROOT.resolve("pom.xml")).getModules()) {
            boolean published = folder.equals("agent")
                    || folder.equals("samples/dev-vault")
                    || folder.startsWith("junit")
                    || folder.startsWith("config-provider")
                            && !folder.endsWith("third-party")
                            && !folder.endsWith("fixtures");
            String name = PomRules.read(ROOT.resolve(folder).resolve("pom.xml")).getArtifactId();
            if (published && !listed().contains(name)) {
                forgotten.add(folder);
            }
        }
        assertEquals(List.of(), forgotten, "not in bom/pom.xml");
    }

    private static TreeSet<String> listed() {
        try {
            TreeSet<String> names = new TreeSet<>();
            Model bom = PomRules.read(ROOT.resolve("bom/pom.xml"));
            for (Dependency dependency : bom.getDependencyManagement().getDependencies()) {
                names.add(dependency.getArtifactId());
                assertEquals(bom.getParent().getVersion(), dependency.getVersion());
            }
            return names;
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Map<String, Model> modules(Model parent) throws IOException {
        Map<String, Model> modules = new TreeMap<>();
        for (String folder : parent.getModules()) {
            Model module = PomRules.read(ROOT.resolve(folder).resolve("pom.xml"));
            modules.put(module.getArtifactId(), module);
        }
        return modules;
    }
}
