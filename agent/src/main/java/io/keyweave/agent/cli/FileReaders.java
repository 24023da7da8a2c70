package io.keyweave.agent.cli;

import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.startup.Patches;
import io.keyweave.text.Glob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which libraries read a file, as the patches say it. */
final class FileReaders {

    private final List<Reading> readings = new ArrayList<>();
    private final Set<String> classFiles = new HashSet<>();

    /**
     * Files that a library reads, all of it or one part.
     *
     * @param library the class files of the library
     * @param classFiles of which an application has one if it reads them: fewer than those of the library for a part of it
     */
    private record Reading(PatchList list, List<String> files, Set<String> library, Set<String> classFiles) {

        boolean in(Set<String> present) {
            return !Collections.disjoint(classFiles, present);
        }

        /** Whether the application has the library and not this part of it. */
        boolean leftOutBy(Set<String> present) {
            return !in(present) && !Collections.disjoint(library, present);
        }
    }

    FileReaders() {
        for (PatchList list : new Patches().all()) {
            if (!list.files().isEmpty()) {
                Set<String> all = classFiles(list, "");
                classFiles.addAll(all);
                readings.add(new Reading(list, list.files(), all, all));
                list.parts()
                        .forEach((part, files) -> readings.add(
                                new Reading(list, List.of(files), all, classFiles(list, "/" + part + ".class"))));
            }
        }
    }

    private static Set<String> classFiles(PatchList list, String ending) {
        Set<String> names = new HashSet<>();
        for (String className : list.classNames()) {
            String file = className.replace('.', '/') + ".class";
            if (file.endsWith(ending)) {
                names.add(file);
            }
        }
        return names;
    }

    /** Whether the class of that file tells which files an application reads. */
    boolean tells(String classFile) {
        return classFiles.contains(classFile);
    }

    /**
     * Those that may read the file. A library that looks for files of that very name stands before those that read any file of its kind, and
     * where it is known to be there it is the only one.
     *
     * @param fileName with its directory, if that is known
     * @param present class files that the application has, of those that {@linkplain #tells tell} something; empty when that is not known
     * @param complete whether it has no others
     */
    List<TextReader> of(String fileName, Set<String> present, boolean complete) {
        String path = fileName.toLowerCase(Locale.ROOT);
        List<TextReader> byName = new ArrayList<>();
        List<TextReader> byKind = new ArrayList<>();
        List<TextReader> all = new ArrayList<>();
        int names = 0;
        for (Reading reading : readings) {
            int match = match(reading.files, path);
            if (match == 0) {
                continue;
            }
            PatchList list = reading.list;
            boolean jdk = list.library().equals("the JDK");
            TextReader reader = new TextReader(jdk ? "java.util.Properties" : list.library(), list.live());
            if (jdk || list.library().equals("the XML parser") || reading.in(present)) {
                (match == 2 ? byName : byKind).add(reader);
            } else if (reading.leftOutBy(present)) {
                continue;
            }
            all.add(match == 2 ? names++ : all.size(), reader);
        }
        if (!byName.isEmpty()) {
            return byName;
        }
        return complete || !present.isEmpty() && !byKind.isEmpty() ? byKind : all;
    }

    /** 2 for the very name, 1 for its kind, 0 for neither. */
    private static int match(List<String> globs, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int best = 0;
        for (String glob : globs) {
            if (Glob.matches(glob, glob.indexOf('/') < 0 ? name : path)) {
                best = Math.max(best, glob.startsWith("*.") ? 1 : 2);
            }
        }
        return best;
    }
}
