package io.keyweave.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as an operator starts it: in a process of its own. */
@Timeout(60)
class MainTest {

    @TempDir
    private Path directory;

    private Process start(String... arguments) throws IOException {
        return startOn(System.getProperty("java.class.path"), arguments);
    }

    private static Process startOn(String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Who has taken the jar alone from a repository. */
    @Test
    void saysThatItsLibrariesAreMissing() throws Exception {
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Process process = startOn(classes.toString(), "--vault", "contoso");
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(64, process.waitFor(), printed);
        assertTrue(printed.contains("needs the libraries") && !printed.contains("\tat "), printed);
    }

    @Test
    void saysWhatToUseRunsUntilInputEndsAndShowsNoValue() throws Exception {
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "fabrikam/from-file=value-in-file\n");
        Path value = Files.writeString(directory.resolve("value"), "value-of-file");
        Path environment = directory.resolve("env");
        Path certificate = directory.resolve("ca.pem");
        Process process = start(
                "--vault",
                "contoso",
                "--set",
                "contoso/from-stdin=-",
                "--set",
                "contoso/from-file=" + value,
                "--secrets",
                secrets.toString(),
                "--env-file",
                environment.toString(),
                "--certificate",
                certificate.toString());
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            process.getOutputStream().write("value-of-stdin\n".getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            StringBuilder printed = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                printed.append(line).append('\n');
                if (line.contains("Runs until")) {
                    break;
                }
            }
            assertTrue(printed.toString().contains("contoso"), printed::toString);
            assertFalse(printed.toString().contains("value-"), printed::toString);
            assertTrue(Files.readString(certificate).startsWith("-----BEGIN CERTIFICATE-----"));
            Properties variables = new Properties();
            variables.load(Files.newBufferedReader(environment));
            assertTrue(variables.getProperty("KEYWEAVE_VAULT_CONTOSO").startsWith("https://localhost:"));
            assertTrue(variables.getProperty("KEYWEAVE_VAULT_FABRIKAM").startsWith("https://localhost:"));
            assertEquals(certificate.toString(), variables.getProperty("KEYWEAVE_CA"));
            assertFalse(printed.toString().contains(variables.getProperty("AZURE_CLIENT_SECRET")));
            if (environment.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                assertEquals(
                        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
                        Files.getPosixFilePermissions(environment));
            }
            Files.writeString(value, "value-rotated");
            process.getOutputStream()
                    .write(("\ncontoso/none\ncontoso/from-file=" + value + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            assertEquals("dev-vault: a line needs VAULT/SECRET=FILE", out.readLine());
            String rotated = out.readLine();
            assertTrue(rotated.matches("contoso/from-file has the version [0-9a-f]{32}"), rotated);
            process.getOutputStream().close();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void explainsAWrongArgument() throws Exception {
        Process process = start("--vaults");
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(64, process.exitValue());
            assertTrue(printed.contains("no such option: --vaults"), printed);
            assertTrue(printed.contains("usage:"), printed);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void neverRepeatsAValueThatWasGivenByMistake() {
        IllegalArgumentException mistake = assertThrows(
                IllegalArgumentException.class, () -> DevVaultOptions.parse(List.of("--set", "contoso/db-password")));
        assertEquals("--set needs VAULT/SECRET=FILE or VAULT/SECRET=-", mistake.getMessage());
    }
}
