package io.keyweave.azure.identity;

import io.keyweave.azure.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file by which Azure Arc's agent sees that the caller may read what only administrators and its group may
 * (<a href="https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication">challenge by file</a>). Only files
 * the agent itself writes are read, whatever the challenge names: anything on the port could send one.
 */
final class ArcKey {

    private static final long MAX_SIZE = 4096;

    private ArcKey() {}

    /** @throws NoToken when there is no such file, or it cannot be the agent's */
    static String read(Response challenge) throws NoToken {
        return read(challenge, directory(System.getProperty("os.name", ""), System.getenv()));
    }

    static String read(Response challenge, @Nullable Path directory) throws NoToken {
        if (directory == null) {
            throw NoToken.configuration("Azure Arc is only known on Linux and Windows");
        }
        Path key = named(challenge);
        if (!key.startsWith(directory)
                || !key.toString().toLowerCase(Locale.ROOT).endsWith(".key")
                || key.getNameCount() != directory.getNameCount() + 1) {
            throw NoToken.configuration("Azure Arc's challenge names a file outside " + directory);
        }
        try {
            if (Files.size(key) > MAX_SIZE) {
                throw NoToken.configuration("Azure Arc's challenge names a file that is too large to be a key");
            }
            return Files.readString(key).strip();
        } catch (IOException e) {
            throw NoToken.configuration("Azure Arc's key " + key + " cannot be read ("
                    + e.getClass().getSimpleName() + "): add the user of this process to the group himds");
        }
    }

    private static Path named(Response challenge) throws NoToken {
        String header = challenge.header("www-authenticate");
        int equals = header == null ? -1 : header.indexOf('=');
        if (header == null || equals < 0 || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw NoToken.configuration("Azure Arc's challenge names no file");
        }
        try {
            String name = header.substring(equals + 1).strip();
            return Path.of(name.startsWith("\"") && name.endsWith("\"") ? name.substring(1, name.length() - 1) : name)
                    .normalize();
        } catch (InvalidPathException e) {
            throw NoToken.configuration("Azure Arc's challenge names no file");
        }
    }

    private static @Nullable Path directory(String os, Map<String, String> environment) {
        String name = os.toLowerCase(Locale.ROOT);
        if (name.contains("windows")) {
            return Path.of(
                    environment.getOrDefault("ProgramData", "C:\\ProgramData"), "AzureConnectedMachineAgent", "Tokens");
        }
        return name.contains("linux") ? Path.of("/var/opt/azcmagent/tokens") : null;
    }
}
