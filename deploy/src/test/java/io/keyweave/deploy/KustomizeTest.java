package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Renders the component with {@code kubectl kustomize}, where the machine has it, and reads the result as Kubernetes would. */
class KustomizeTest {

    private static final String OPTION = "-javaagent:/keyweave/keyweave-agent.jar";

    @TempDir
    private Path folder;

    private List<JsonNode> render(Path kustomization) throws Exception {
        Path output = folder.resolve("rendered.yaml");
        File errors = folder.resolve("errors.txt").toFile();
        Process kubectl;
        try {
            kubectl = new ProcessBuilder("kubectl", "kustomize", kustomization.toString())
                    .redirectOutput(output.toFile())
                    .redirectError(errors)
                    .start();
        } catch (java.io.IOException absent) {
            assumeTrue(false, "kubectl is not on this machine: " + absent.getMessage());
            return List.of();
        }
        try {
            assertTrue(kubectl.waitFor(120, TimeUnit.SECONDS), "kubectl kustomize did not end");
        } finally {
            kubectl.destroyForcibly();
        }
        assertEquals(0, kubectl.exitValue(), Files.readString(errors.toPath(), StandardCharsets.UTF_8));
        return Manifests.documents(output);
    }

    /** A kustomization in a folder of its own, which names this module's component. */
    private Path kustomization(String workload) throws Exception {
        Path application = Files.createDirectories(folder.resolve("application"));
        Files.writeString(application.resolve("workload.yaml"), workload);
        Path component = Path.of("kustomize", "keyweave").toAbsolutePath();
        Files.writeString(
                application.resolve("kustomization.yaml"),
                "resources: [workload.yaml]\ncomponents: ["
                        + application.toRealPath().relativize(component.toRealPath()) + "]\n");
        return application;
    }

    private static void injected(PodSpec pod, String... options) {
        assertEquals("keyweave", pod.getInitContainers().get(0).getName());
        assertTrue(pod.getInitContainers().get(0).getSecurityContext().getReadOnlyRootFilesystem());
        for (int i = 0; i < options.length; i++) {
            Container container = pod.getContainers().get(i);
            assertEquals(
                    List.of(options[i]),
                    container.getEnv().stream()
                            .filter(env -> env.getName().equals("JAVA_TOOL_OPTIONS"))
                            .map(EnvVar::getValue)
                            .map(String::trim)
                            .toList());
            assertEquals(
                    1,
                    container.getVolumeMounts().stream()
                            .filter(mount -> mount.getMountPath().equals("/keyweave"))
                            .count());
        }
    }

    @Test
    void theExampleRenders() throws Exception {
        List<JsonNode> rendered = render(Path.of("kustomize", "example"));

        assertEquals(1, rendered.size(), "only the application's own object is applied");
        Deployment orders = Manifests.strictly(rendered.get(0), Deployment.class);
        injected(orders.getSpec().getTemplate().getSpec(), OPTION + " -XX:MaxRAMPercentage=70");
        assertEquals(
                "registry.example.com/platform/keyweave-agent:0.1.0",
                orders.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getInitContainers()
                        .get(0)
                        .getImage());
    }

    /** What docs/kubernetes.md shows for a pod that does not start: our own command before the application, with its environment. */
    @Test
    void theCheckRunsAfterTheCopy() throws Exception {
        List<JsonNode> rendered = render(Path.of("kustomize", "check"));

        PodSpec pod = Manifests.strictly(rendered.get(0), Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec();
        Container check = pod.getInitContainers().get(1);
        Container orders = pod.getContainers().get(0);
        assertEquals("keyweave", pod.getInitContainers().get(0).getName());
        assertEquals("check", check.getName());
        assertEquals(orders.getImage(), check.getImage());
        assertTrue(orders.getEnv().containsAll(check.getEnv()), "the same variables");
        assertEquals("/keyweave", check.getVolumeMounts().get(0).getMountPath());
    }

    @Test
    void everyContainerOfAnAnnotatedWorkloadOnly() throws Exception {
        String workload =
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  selector: {matchLabels: {app: x}}
                  template:
                    metadata: {labels: {app: x}}
                    spec:
                      containers:
                        - {name: app, image: a, env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}]}
                        - {name: side, image: b}
                """;
        List<JsonNode> rendered =
                render(kustomization(workload.formatted("with, annotations: {keyweave.io/inject: \"true\"}") + "---\n"
                        + workload.formatted("without")));

        Deployment with = Manifests.strictly(rendered.get(0), Deployment.class);
        injected(with.getSpec().getTemplate().getSpec(), OPTION + " -Xmx1g", OPTION);
        Deployment without = Manifests.strictly(rendered.get(1), Deployment.class);
        assertTrue(without.getSpec().getTemplate().getSpec().getInitContainers().isEmpty());
        assertTrue(without.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getVolumeMounts()
                .isEmpty());
        assertEquals(
                "-Xmx1g",
                without.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv()
                        .get(0)
                        .getValue());
    }

    @Test
    void aCronJob() throws Exception {
        List<JsonNode> rendered = render(
                kustomization(
                        """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: nightly, annotations: {keyweave.io/inject: "true"}}
                spec:
                  schedule: "0 3 * * *"
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: job, image: a}]
                """));

        injected(
                Manifests.strictly(rendered.get(0), CronJob.class)
                        .getSpec()
                        .getJobTemplate()
                        .getSpec()
                        .getTemplate()
                        .getSpec(),
                OPTION);
    }
}
