package io.keyweave.test.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a server finds around it: a vault, a real PostgreSQL. */
final class Site implements AutoCloseable {

    /** What XML, properties, YAML and HOCON have a meaning for. */
    static final String ODD = "s3cr\"e\\t's: , #<&>%\u00fc";

    private static final String FIRST = "first-P4ss\"w<o&rd";
    private static final String SECOND = "second-P4ss'w>o;rd";

    private final Contoso contoso = new Contoso();
    private final PostgresServer postgres = new PostgresServer();

    Site() {
        contoso.vault().put("odd", ODD);
    }

    Contoso contoso() {
        return contoso;
    }

    /** Creates an account whose password is the secret of that name. */
    void account(String user) {
        postgres.password(user, FIRST);
        contoso.vault().put(user, FIRST);
    }

    String url() {
        return postgres.url("postgres");
    }

    int port() {
        return postgres.port();
    }

    /** A pool that has logged in logs in again after a rotation that it was told nothing of. */
    void followsRotation(Server server, String dataSource, String user) throws IOException {
        String question = "login=" + dataSource;
        String before = server.show(question);
        assertTrue(before.startsWith("value ") && before.endsWith(' ' + user), () -> before + "\n" + server.jvm());
        postgres.password(user, SECOND);
        contoso.vault().put(user, SECOND);
        postgres.query("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '" + user + "'");
        // The first connection borrowed may be one that the server has ended.
        String after = Eventually.sees(
                "a login with the new password", () -> server.show(question), text -> text.startsWith("value "));
        assertTrue(!after.equals(before) && after.endsWith(' ' + user), () -> after + "\n" + server.jvm());
    }

    /** Fails when a server has written a secret into one of its files, or to its console. */
    static void expectNothingWritten(Server server, Path... directories) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(Files::isRegularFile)
                        .filter(Site::holdsSecret)
                        .forEach(file -> found.add(file.toString()));
            }
        }
        assertEquals(List.of(), found);
        String console = server.jvm().toString();
        assertTrue(!console.contains(FIRST) && !console.contains(SECOND) && !console.contains(ODD), console);
        assertTrue(!console.contains("inside the agent"), console);
    }

    private static boolean holdsSecret(Path file) {
        try {
            // Characters that every format writes as they are.
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.contains("first-P4ss") || text.contains("second-P4ss") || text.contains("s3cr\"e");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        postgres.close();
        contoso.close();
    }
}
