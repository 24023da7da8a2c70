package io.keyweave.agent.cli;

import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.startup.Patches;
import io.keyweave.text.Glob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which libraries read a file, as the patches say it. */
final class FileReaders {

    private final List<PatchList> lists = new ArrayList<>();
    private final Map<String, String> libraries = new HashMap<>();

    FileReaders() {
        for (PatchList list : new Patches().all()) {
            if (!list.files().isEmpty()) {
                lists.add(list);
                for (String className : list.classNames()) {
                    libraries.put(className.replace('.', '/') + ".class", list.library());
                }
            }
        }
    }

    /** The library that a class file belongs to, null when no such class is patched. */
    @Nullable
    String library(String classFile) {
        return libraries.get(classFile);
    }

    /**
     * Those that may read the file. A library that looks for files of that very name stands before those that read any file of its kind, and
     * where it is known to be there it is the only one.
     *
     * @param fileName without directories
     * @param present libraries that the application has; empty when that is not known
     * @param complete whether it has no others
     */
    List<TextReader> of(String fileName, Set<String> present, boolean complete) {
        String name = fileName.toLowerCase(Locale.ROOT);
        List<TextReader> byName = new ArrayList<>();
        List<TextReader> byKind = new ArrayList<>();
        List<TextReader> all = new ArrayList<>();
        for (PatchList list : lists) {
            int match = match(list, name);
            if (match == 0) {
                continue;
            }
            boolean jdk = list.library().equals("the JDK");
            TextReader reader = new TextReader(jdk ? "java.util.Properties" : list.library(), list.live());
            all.add(reader);
            if (present.contains(list.library()) || jdk || list.library().equals("the XML parser")) {
                (match == 2 ? byName : byKind).add(reader);
            }
        }
        if (!byName.isEmpty()) {
            return byName;
        }
        return complete || !present.isEmpty() && !byKind.isEmpty() ? byKind : all;
    }

    /** 2 for the very name, 1 for its kind, 0 for neither. */
    private static int match(PatchList list, String name) {
        int best = 0;
        for (String glob : list.files()) {
            if (Glob.matches(glob, name)) {
                best = Math.max(best, glob.startsWith("*.") ? 1 : 2);
            }
        }
        return best;
    }
}
