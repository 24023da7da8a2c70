package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/identities.md}: what it tells to type is typed into a shell, section by section, where a program {@code az} notes what it
 * was asked for; then the application has its password.
 */
class IdentitiesPageIT {

    private static final String AGENT = "/opt/keyweave/keyweave-agent.jar";
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private final Path page = Project.home().resolve("docs/identities.md");

    @AutoClose
    private final DevVault dev = DevVault.start();

    private AzScript az;

    @TempDir
    Path directory;

    /** The application that nobody has to change. */
    public static final class Application {
        private Application() {}

        public static void main(String[] args) {
            System.out.println("the password is " + System.getenv("DB_PASSWORD"));
        }
    }

    @BeforeEach
    void start() throws IOException {
        dev.vault("contoso-prod").put("db-password", "s3cret");
        az = new AzScript(Files.createDirectory(directory.resolve("bin")));
        az.doing("echo said");
        try (OutputStream out = Files.newOutputStream(directory.resolve("my-app.jar"))) {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Application.class.getName());
            String name = Application.class.getName().replace('.', '/') + ".class";
            try (JarOutputStream jar = new JarOutputStream(out, manifest);
                    InputStream type = Application.class.getClassLoader().getResourceAsStream(name)) {
                jar.putNextEntry(new ZipEntry(name));
                type.transferTo(jar);
            }
        }
    }

    @EveryJdk
    void aks(Jdk jdk) throws Exception {
        Map<String, String> pod = new HashMap<>(dev.workloadIdentityEnvironment());
        Matcher variable =
                Pattern.compile("- name: (\\w+)\n +value: (.*)\n").matcher(section("AKS: workload identity"));
        while (variable.find()) {
            pod.put(variable.group(1), variable.group(2).replace(AGENT, jar()));
        }
        assertEquals(6, pod.size(), pod.keySet().toString());
        String said = type(jdk, "AKS: workload identity", pod, "java -jar my-app.jar");
        assertTrue(said.contains("Every placeholder can be resolved."), said);
        assertTrue(said.endsWith("the password is s3cret\n"), said);
        assertTrue(az.calls().stream().anyMatch(call -> call.contains("--issuer said --subject")), "" + az.calls());
    }

    @OneJdk
    void appService(Jdk jdk) throws Exception {
        String name = "App Service, Functions, Container Apps";
        type(jdk, name, Map.of(), "");
        String settings = az.calls().stream()
                .filter(call -> call.contains(" appsettings set "))
                .findFirst()
                .orElseThrow();
        Map<String, String> app = new HashMap<>(dev.appServiceEnvironment());
        for (String setting :
                settings.substring(settings.indexOf("--settings ") + 11).split(" ")) {
            String[] pair = setting.split("=", 2);
            app.put(pair[0], pair[1].replace("/home/site/wwwroot/keyweave-agent.jar", jar()));
        }
        assertEquals(4, app.size(), app.keySet().toString());
        assertTrue(type(jdk, null, app, "java -jar my-app.jar").endsWith("the password is s3cret\n"));
    }

    @OneJdk
    void virtualMachine(Jdk jdk) throws Exception {
        String said = type(jdk, "Virtual machine", dev.managedIdentityEnvironment(), "");
        assertTrue(said.contains("Every placeholder can be resolved."), said);
        assertTrue(said.endsWith("the password is s3cret\n"), said);
    }

    @OneJdk
    void laptop(Jdk jdk) throws Exception {
        az.answering(AzScript.token(dev));
        String said = type(jdk, "Laptop", Map.of(), "");
        assertTrue(said.contains("Every placeholder can be resolved."), said);
        assertTrue(said.contains("the password is s3cret\n"), said);
        assertTrue(said.endsWith("the password is anything\n"), "offline: " + said);
    }

    /** Commands of Azure alone: what the shell makes of them. */
    @Test
    void theOthers() throws Exception {
        for (String name : List.of("App registration with a certificate", "App registration with a client secret")) {
            type(Jdk.oldest(), name, Map.of(), "");
        }
        type(Jdk.oldest(), "Identities: how does Keyweave prove who it is?", Map.of(), "");
        assertEquals(
                "role assignment create --role Key Vault Secrets User --assignee-object-id OBJECT_ID"
                        + " --assignee-principal-type ServicePrincipal --scope said",
                az.calls().get(az.calls().size() - 1));
    }

    private static String jar() {
        return Project.agentJar().toString();
    }

    /** What is under a heading, to the next one. */
    private String section(String heading) throws IOException {
        Matcher section = Pattern.compile(
                        "^##? " + Pattern.quote(heading) + "\n(.*?)(^## |\\z)", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(page));
        assertTrue(section.find(), heading);
        return section.group(1);
    }

    /** Each block of a section, and then some more, in a shell of its own that ends at the first failure. */
    private String type(Jdk jdk, String heading, Map<String, String> environment, String more) throws Exception {
        StringBuilder said = new StringBuilder();
        Matcher block = SHELL.matcher(heading == null ? "" : section(heading));
        while (block.find()) {
            said.append(shell(jdk, block.group(1).replace(AGENT, jar()), environment));
        }
        return said.append(shell(jdk, more, environment)).toString();
    }

    private String shell(Jdk jdk, String lines, Map<String, String> environment) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", lines)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile());
        Map<String, String> variables = shell.environment();
        variables.keySet().removeIf(ForkedJvm::steers);
        variables.putAll(environment);
        variables.put("PATH", jdk.home().resolve("bin") + ":" + az.path());
        variables.put("KEYWEAVE_VAULT_CONTOSO_PROD", dev.vault("contoso-prod").url());
        variables.put("KEYWEAVE_CA", dev.certificateFile().toString());
        variables.put("KEYWEAVE_STARTUP_TIMEOUT", "120s");
        Process process = shell.start();
        try {
            assertTrue(process.waitFor(ForkedJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS), "it does not end");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String out = Files.readString(directory.resolve("out"));
        assertEquals(0, process.exitValue(), lines + "\n" + out);
        return out;
    }
}
