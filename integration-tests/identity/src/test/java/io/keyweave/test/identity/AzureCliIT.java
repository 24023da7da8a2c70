package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A laptop: {@code auth=azure-cli}, with a program {@code az} in every state that one can be in. */
class AzureCliIT {

    @AutoClose
    private final DevVault dev = DevVault.start();

    private AzScript az;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        dev.vault("contoso").put("db-password", "s3cret-value");
        az = new AzScript(directory);
    }

    @EveryJdk
    void readsWithItsLogin(Jdk jdk) throws Exception {
        String old = AzScript.token(dev);
        dev.entra().expireTokens();
        az.answering(old, AzScript.token(dev));
        Outcome outcome = check(jdk, az.path()).expect(0);
        assertTrue(outcome.outText().contains("Every placeholder can be resolved."), outcome.toString());
        assertEquals(2, az.calls().size(), "asked again for the one that the vault refused: " + az.calls());
        silentAbout(outcome, old);
    }

    @OneJdk
    void saysWhatIsMissing(Jdk jdk) throws Exception {
        String nowhere = directory.resolve("none").toString();
        says(
                check(jdk, nowhere).expect(77),
                "The Azure CLI is not installed here, or not on this process's PATH.",
                "Install it (https://aka.ms/azure-cli), or choose another auth.");
        az.doing("echo \"ERROR: Please run 'az login' to setup account.\" >&2", "exit 1");
        says(
                check(jdk, az.path()).expect(77),
                "The Azure CLI has no login, or one that has ended.",
                "Run `az login --tenant " + dev.entra().tenantId() + "`.");
        az.doing(
                "echo 'ERROR: AADSTS700082: The refresh token has expired due to inactivity.' >&2",
                "echo 'Interactive authentication is needed. Please run:' >&2",
                "echo 'az login --scope https://localhost/.default' >&2",
                "exit 1");
        says(
                check(jdk, az.path()).expect(77),
                "The Azure CLI has no login, or one that has ended.",
                "Run `az login --tenant " + dev.entra().tenantId() + "`.");
        az.doing("echo 'ERROR: AADSTS50076: You must use multi-factor authentication.' >&2", "exit 1");
        says(
                check(jdk, az.path()).expect(77),
                "The Azure CLI gave no token (AADSTS50076).",
                "Run `az account get-access-token --resource https://localhost` by hand, then `az login`.");
    }

    @OneJdk
    void showsNothingOfWhatItPrints(Jdk jdk) throws Exception {
        String token = AzScript.token(dev);
        for (String printing : List.of(
                "echo '{\"accessToken\": \"" + token + "\", \"expiresOn\": '",
                "echo '{\"token\": \"" + token + "\"}'",
                "echo '" + token + "'",
                "echo 'ERROR: bad " + token + "' >&2; exit 1")) {
            az.doing(printing);
            Outcome outcome = check(jdk, az.path()).expect(77);
            says(outcome, "The Azure CLI gave no token", "by hand, then `az login`.");
            silentAbout(outcome, token);
        }
    }

    @EveryJdk
    void doesNotWaitForEverAndLeavesNothingRunning(Jdk jdk) throws Exception {
        Path pid = directory.resolve("pid");
        az.doing("echo $$ > " + pid, "exec sleep 600");
        int seconds = 3;
        Outcome outcome = hangs(jdk, seconds);
        while (Files.notExists(pid) && seconds < 100) {
            seconds *= 2;
            System.out.println("AGAIN, az had not begun in time: with startup-timeout=" + seconds + "s");
            outcome = hangs(jdk, seconds);
        }
        says(
                outcome,
                "The Azure CLI gave no answer in time.",
                "Run `az account get-access-token --resource https://localhost` by hand and see what it waits for.");
        long left = Long.parseLong(Files.readString(pid).strip());
        Eventually.holds(
                "the end of az",
                () -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
    }

    private Outcome hangs(Jdk jdk, int seconds) {
        return check(jdk, az.path(), "--settings", "startup-timeout=" + seconds + "s")
                .expect(69);
    }

    @OneJdk
    void autoNeverAsksIt(Jdk jdk) throws Exception {
        az.answering(AzScript.token(dev));
        dev.imds().fault(Fault.refused());
        Map<String, String> environment = new HashMap<>(dev.managedIdentityEnvironment());
        environment.put("PATH", az.path());
        Outcome outcome = run(jdk, environment).expect(69);
        assertTrue(outcome.outText().contains("No managed identity answers here"), outcome.toString());
        assertTrue(outcome.outText().contains("on a laptop auth=azure-cli"), outcome.toString());
        assertEquals(List.of(), az.calls());
    }

    private Outcome check(Jdk jdk, String path, String... arguments) {
        return run(
                jdk,
                Map.of(
                        "PATH",
                        path,
                        "AZURE_TENANT_ID",
                        dev.entra().tenantId(),
                        "KEYWEAVE_AUTH",
                        "azure-cli",
                        "KEYWEAVE_STARTUP_TIMEOUT",
                        "120s"),
                arguments);
    }

    private Outcome run(Jdk jdk, Map<String, String> environment, String... arguments) {
        return ForkedJvm.on(jdk)
                .environment(environment)
                .environment("KEYWEAVE_VAULT_CONTOSO", dev.vault("contoso").url())
                .environment("KEYWEAVE_CA", dev.certificateFile().toString())
                .environment("DB_PASSWORD", "$<kv:contoso/db-password>")
                .jar(
                        Project.agentJar(),
                        Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new))
                .run();
    }

    private static void says(Outcome outcome, String cause, String remedy) {
        String text = outcome.outText();
        assertTrue(text.contains(cause), outcome.toString());
        assertTrue(text.contains(remedy), outcome.toString());
        assertTrue(text.contains("env DB_PASSWORD"), outcome.toString());
        assertTrue(text.contains("azure-cli, tenant "), outcome.toString());
        assertFalse(text.contains("Exception"), outcome.toString());
    }

    private static void silentAbout(Outcome outcome, String token) throws IOException {
        String all = outcome.outText() + outcome.errText();
        assertFalse(all.contains(token.substring(0, 20)) || all.contains("s3cret"), all);
    }
}
