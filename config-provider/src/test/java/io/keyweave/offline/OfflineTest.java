package io.keyweave.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.LiveValue;
import io.keyweave.LogLines;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.SecretResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.observability.StatusSnapshot;
import io.keyweave.observability.StatusTable;
import io.keyweave.observability.VersionUses;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineTest {

    private static final Origin HERE = Origin.of("test");
    private static final String V1 = "11110000000000000000000000000001";

    @TempDir
    Path folder;

    private final LogLines log = new LogLines();
    private final VirtualTime time = new VirtualTime();
    private SecretResolver resolver;

    private SecretResolver open(String text) throws IOException {
        return open("secrets.properties", text);
    }

    private SecretResolver open(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        resolver = new ResolverBuilder(Settings.of(Map.of("offline", file.toString()), Map.of()))
                .time(time)
                .log(log)
                .open();
        return resolver;
    }

    @AfterEach
    void close() {
        if (resolver != null) {
            resolver.close();
        }
    }

    @Test
    void statusTellsNoCost() throws IOException {
        open("vault/a=x\n");
        LiveValue value = resolver.bind("$<kv:vault/a>", HERE);
        resolver.require(List.of(value));
        String table = StatusTable.of(new StatusSnapshot(resolver, time, VersionUses.NONE));
        assertTrue(
                table.contains("1 secrets, 0 stale, 0 absent; ") && table.contains(", none to a vault (offline)."),
                table);
        assertTrue(!table.contains("$") && !table.contains("month"), table);
        assertEquals("x", value.current());
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        open("\uFEFFvault/a=x\n");
        assertEquals("x", resolver.resolve("$<kv:vault/a>", HERE));
    }

    @Test
    void aDotenvFile() throws IOException {
        open("dev.env", "export CONTOSO_PROD__DB_PASSWORD='its'\n" + "contoso-prod/user=\"a\\\"b\" # c\n");
        assertEquals("its|a\"b", resolver.resolve("$<kv:contoso-prod/db-password>|$<kv:contoso-prod/user>", HERE));
        SecretException e = assertThrows(SecretException.class, () -> resolver.resolve("$<kv:contoso/no>", HERE));
        assertTrue(e.getMessage().contains("CONTOSO__NO=value"), e.getMessage());
    }

    @Test
    void aBrokenDotenvFileIsToldByItsLine() throws IOException {
        open(".env", "contoso/a=1\ncontoso/b=\"the-secret\n");
        SecretException e = assertThrows(SecretException.class, () -> resolver.resolve("$<kv:contoso/a>", HERE));
        assertTrue(e.getMessage().contains("line 2 begins a quote that does not end"), e.getMessage());
        assertTrue(!e.getMessage().contains("the-secret"));
    }

    @Test
    void theSameGrammarFromAFile() throws IOException {
        open("vault/A = päss $<kv:vault/b>\nvault/j={\"p\":\"q&r\"}\nvault/a/" + V1 + "=pinned\n");
        assertEquals(
                "päss $<kv:vault/b>|q%26r|pinned|d|",
                resolver.resolve(
                        "$<kv:vault/a>|$<kv:vault/j#p?as=url>|$<kv:vault/a/" + V1 + ">|$<kv:vault/no?default=d>|",
                        HERE));
        SecretException e = assertThrows(SecretException.class, () -> resolver.resolve("$<kv:vault/no>", HERE));
        assertEquals(78, e.exitCode());
        assertEquals(
                1, log.containing("WARN OFFLINE: secrets come from the file").size());
    }

    @Test
    void aChangedFileIsFollowed() throws IOException {
        open("vault/a=one\nvault/b=x\n");
        LiveValue a = resolver.bind("$<kv:vault/a>", HERE);
        LiveValue b = resolver.bind("$<kv:vault/b>", HERE);
        resolver.require(List.of(a, b));
        Files.writeString(folder.resolve("secrets.properties"), "vault/a=another\n");
        time.advance(Duration.ofSeconds(5));
        assertEquals("another", a.current());
        assertEquals(
                1,
                log.containing("INFO rotated vault/a offline-1 -> offline-2").size(),
                log.all().toString());
        time.advance(Duration.ofSeconds(35));
        assertNull(b.current());
        assertTrue(log.containing("another").isEmpty());
    }

    @Test
    void aMissingFileIsAProblem() throws IOException {
        open("");
        Files.delete(folder.resolve("secrets.properties"));
        SecretException e =
                assertThrows(SecretException.class, () -> resolver.resolve("$<kv:vault/no?optional>", HERE));
        assertTrue(e.getMessage().contains("cannot be read"), e.getMessage());
    }
}
