package io.keyweave.agent.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of {@code check}.
 *
 * @param files to look for placeholders in
 * @param properties further {@code -D} arguments, as they would be in front of {@code -jar}
 * @param settings agent arguments, may be empty
 * @param classPath of the application, beside the archives among the files; may be empty
 * @param json whether the answer is JSON
 * @param all whether long lists are shown to their end
 */
record CheckCall(
        List<Path> files,
        Map<String, String> properties,
        String settings,
        String classPath,
        boolean json,
        boolean all) {

    /** @throws IllegalArgumentException naming what cannot be understood */
    static CheckCall of(List<String> arguments) {
        List<Path> files = new ArrayList<>();
        Map<String, String> properties = new LinkedHashMap<>();
        String settings = "";
        String classPath = "";
        boolean json = false;
        boolean all = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--json")) {
                json = true;
            } else if (argument.equals("--all")) {
                all = true;
            } else if (argument.equals("--settings")) {
                settings = next(arguments, ++i, "--settings needs NAME=VALUE,...");
            } else if (argument.equals("--class-path")) {
                classPath = next(arguments, ++i, "--class-path needs what follows -cp");
            } else if (argument.startsWith("-D") && argument.indexOf('=') > 2) {
                int equals = argument.indexOf('=');
                properties.put(argument.substring(2, equals), argument.substring(equals + 1));
            } else if (argument.startsWith("-")) {
                throw new IllegalArgumentException("check has no option " + argument);
            } else {
                files.add(path(argument));
            }
        }
        return new CheckCall(List.copyOf(files), properties, settings, classPath, json, all);
    }

    private static String next(List<String> arguments, int at, String otherwise) {
        if (at == arguments.size()) {
            throw new IllegalArgumentException(otherwise);
        }
        return arguments.get(at);
    }

    private static Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + argument);
        }
    }
}
