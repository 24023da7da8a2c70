package io.keyweave.agent.cli;

import java.util.Locale;

/** Which entries of an archive the class loader of its application serves. */
enum ArchiveLayout {
    /** A library, or an executable jar, also Spring Boot's. */
    JAR,
    WAR,
    EAR;

    static ArchiveLayout of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".war") ? WAR : lower.endsWith(".ear") ? EAR : JAR;
    }

    static boolean isArchive(String name) {
        return CheckedFile.nameEndsWith(name, ".jar", ".war", ".ear", ".zip");
    }

    boolean serves(String entry) {
        return switch (this) {
            case JAR -> true;
            case WAR -> entry.startsWith("WEB-INF/classes/");
            case EAR -> false;
        };
    }

    /** Whether an archive inside is one of its libraries or applications. */
    boolean servesArchive(String entry) {
        return switch (this) {
            case JAR -> entry.startsWith("BOOT-INF/lib/");
            case WAR -> entry.startsWith("WEB-INF/lib/") || entry.startsWith("WEB-INF/lib-provided/");
            case EAR -> entry.startsWith("lib/") || entry.indexOf('/') < 0;
        };
    }
}
