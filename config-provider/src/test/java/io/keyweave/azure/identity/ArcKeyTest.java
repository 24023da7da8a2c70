package io.keyweave.azure.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keyweave.azure.http.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The challenge names a file: anything on the port could name /etc/shadow. */
class ArcKeyTest {

    @TempDir
    Path directory;

    private String read(String header) throws NoToken {
        return ArcKey.read(
                new Response(401, Map.of("www-authenticate", List.of(header)), new byte[0]),
                directory.resolve("tokens"));
    }

    @Test
    void readsTheAgentsOwnFiles() throws Exception {
        Path tokens = Files.createDirectory(directory.resolve("tokens"));
        Path key = Files.writeString(tokens.resolve("1.key"), "k3y\n");
        assertEquals("k3y", read("Basic realm=" + key));
        assertEquals("k3y", read("basic realm=\"" + key + "\""));
    }

    @Test
    void readsNothingElse() throws Exception {
        Path tokens = Files.createDirectory(directory.resolve("tokens"));
        Path outside = Files.writeString(directory.resolve("secret.key"), "s3cret");
        Files.writeString(tokens.resolve("x.txt"), "s3cret");
        Files.writeString(tokens.resolve("large.key"), "s".repeat(5000));
        for (String header : List.of(
                "Basic realm=" + outside,
                "Basic realm=" + tokens + "/../secret.key",
                "Basic realm=" + tokens.resolve("x.txt"),
                "Basic realm=" + tokens.resolve("large.key"),
                "Basic realm=" + tokens.resolve("absent.key"),
                "Basic realm=" + tokens.resolve("sub/1.key"),
                "Basic realm=",
                "Basic",
                "Bearer realm=" + outside)) {
            NoToken e = assertThrows(NoToken.class, () -> read(header), header);
            assertFalse(String.valueOf(e.detail()).contains("s3cret"), e.detail());
        }
    }
}
