package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Both policies over pods of every shape that changes what has to be added. */
class PolicyTest {

    private static final String OPTION = "-javaagent:/keyweave/keyweave-agent.jar";

    private static JsonNode policy(String file) throws Exception {
        return Manifests.documents(Path.of("policy", file)).get(0);
    }

    private static Pod inject(String file, String spec) throws Exception {
        return inject(file, "\"true\"", spec);
    }

    private static Pod inject(String file, String annotation, String spec) throws Exception {
        JsonNode pod = Manifests.documents(
                        """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: orders
                  annotations: {keyweave.io/inject: %s}
                spec:
                """
                                        .formatted(annotation)
                                + spec.indent(2))
                .get(0);
        return Manifests.strictly(new InjectionPolicy(policy(file)).applyTo(pod), Pod.class);
    }

    private static List<String> env(Container container) {
        return container.getEnv().stream()
                .map(env -> env.getName() + "=" + (env.getValueFrom() == null ? env.getValue() : "(from)"))
                .toList();
    }

    private static void injected(Pod pod) {
        assertEquals(
                "keyweave",
                pod.getSpec().getInitContainers().get(0).getName(),
                "the copy runs before everything of the application");
        assertEquals(
                1,
                pod.getSpec().getVolumes().stream()
                        .filter(volume -> volume.getName().equals("keyweave"))
                        .count());
        for (Container container : pod.getSpec().getContainers()) {
            assertEquals(
                    1,
                    container.getVolumeMounts().stream()
                            .filter(mount -> mount.getMountPath().equals("/keyweave"))
                            .count());
            assertTrue(container.getVolumeMounts().stream()
                    .filter(mount -> mount.getMountPath().equals("/keyweave"))
                    .allMatch(mount -> mount.getReadOnly()));
            assertEquals(
                    1,
                    container.getEnv().stream()
                            .map(EnvVar::getName)
                            .filter("JAVA_TOOL_OPTIONS"::equals)
                            .count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutating-admission-policy.yaml", "kyverno.yaml"})
    void addsTheAgentToABareContainer(String file) throws Exception {
        Pod pod = inject(file, "containers: [{name: app, image: a}]");

        injected(pod);
        assertEquals(
                List.of("JAVA_TOOL_OPTIONS=" + OPTION),
                env(pod.getSpec().getContainers().get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutating-admission-policy.yaml", "kyverno.yaml"})
    void keepsWhatTheContainerHas(String file) throws Exception {
        Pod pod = inject(
                file,
                """
                volumes: [{name: tmp, emptyDir: {}}]
                containers:
                  - name: app
                    image: a
                    env: [{name: A, value: b}]
                    volumeMounts: [{name: tmp, mountPath: /tmp}]
                """);

        injected(pod);
        assertEquals(
                List.of("A=b", "JAVA_TOOL_OPTIONS=" + OPTION),
                env(pod.getSpec().getContainers().get(0)));
        assertEquals(
                List.of("/tmp", "/keyweave"),
                pod.getSpec().getContainers().get(0).getVolumeMounts().stream()
                        .map(mount -> mount.getMountPath())
                        .toList());
        assertEquals(
                List.of("tmp", "keyweave"),
                pod.getSpec().getVolumes().stream()
                        .map(volume -> volume.getName())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutating-admission-policy.yaml", "kyverno.yaml"})
    void putsItsOptionInFrontOfAValue(String file) throws Exception {
        Pod pod = inject(
                file,
                """
                containers:
                  - name: app
                    image: a
                    env: [{name: A, value: b}, {name: JAVA_TOOL_OPTIONS, value: "-Xmx1g -Dx=y"}, {name: C, value: d}]
                """);

        injected(pod);
        assertEquals(
                List.of("A=b", "JAVA_TOOL_OPTIONS=" + OPTION + " -Xmx1g -Dx=y", "C=d"),
                env(pod.getSpec().getContainers().get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutating-admission-policy.yaml", "kyverno.yaml"})
    void anEmptyValueLeavesNoBlank(String file) throws Exception {
        Pod pod = inject(file, "containers: [{name: app, image: a, env: [{name: JAVA_TOOL_OPTIONS}]}]");

        assertEquals(
                List.of("JAVA_TOOL_OPTIONS=" + OPTION),
                env(pod.getSpec().getContainers().get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutating-admission-policy.yaml", "kyverno.yaml"})
    void refersToAValueFromSomewhereElse(String file) throws Exception {
        Pod pod = inject(
                file,
                """
                containers:
                  - name: app
                    image: a
                    env:
                      - name: JAVA_TOOL_OPTIONS
                        valueFrom: {configMapKeyRef: {name: jvm, key: options}}
                      - {name: C, value: d}
                """);

        injected(pod);
        assertEquals(
                List.of(
                        "KEYWEAVE_JAVA_TOOL_OPTIONS=(from)",
                        "C=d",
                        "JAVA_TOOL_OPTIONS=" + OPTION + " $(KEYWEAVE_JAVA_TOOL_OPTIONS)"),
                env(pod.getSpec().getContainers().get(0)));
        assertEquals(
                "jvm",
                pod.getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv()
                        .get(0)
                        .getValueFrom()
                        .getConfigMapKeyRef()
                        .getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutating-admission-policy.yaml", "kyverno.yaml"})
    void changesEveryContainerByItsOwnShape(String file) throws Exception {
        Pod pod = inject(
                file,
                """
                containers:
                  - {name: bare, image: a}
                  - {name: value, image: a, env: [{name: JAVA_TOOL_OPTIONS, value: -Xss1m}]}
                  - {name: from, image: a, env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {secretKeyRef: {name: s, key: k}}}]}
                  - {name: other, image: a, env: [{name: A, value: b}]}
                """);

        injected(pod);
        List<Container> containers = pod.getSpec().getContainers();
        assertEquals(List.of("JAVA_TOOL_OPTIONS=" + OPTION), env(containers.get(0)));
        assertEquals(List.of("JAVA_TOOL_OPTIONS=" + OPTION + " -Xss1m"), env(containers.get(1)));
        assertEquals(
                List.of(
                        "KEYWEAVE_JAVA_TOOL_OPTIONS=(from)",
                        "JAVA_TOOL_OPTIONS=" + OPTION + " $(KEYWEAVE_JAVA_TOOL_OPTIONS)"),
                env(containers.get(2)));
        assertEquals(List.of("A=b", "JAVA_TOOL_OPTIONS=" + OPTION), env(containers.get(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutating-admission-policy.yaml", "kyverno.yaml"})
    void injectsInitContainersOfTheApplicationToo(String file) throws Exception {
        Pod pod = inject(
                file,
                """
                initContainers:
                  - {name: migrate, image: m, env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx64m}]}
                  - {name: proxy, image: p, restartPolicy: Always}
                containers: [{name: app, image: a}]
                """);

        injected(pod);
        List<Container> init = pod.getSpec().getInitContainers();
        assertEquals(
                List.of("keyweave", "migrate", "proxy"),
                init.stream().map(Container::getName).toList());
        assertEquals(List.of("JAVA_TOOL_OPTIONS=" + OPTION + " -Xmx64m"), env(init.get(1)));
        assertEquals(List.of("JAVA_TOOL_OPTIONS=" + OPTION), env(init.get(2)));
        assertFalse(init.get(0).getEnv().stream().anyMatch(env -> env.getName().equals("JAVA_TOOL_OPTIONS")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutating-admission-policy.yaml", "kyverno.yaml"})
    void leavesAPodAloneThatDoesNotAskOrHasTheAgent(String file) throws Exception {
        for (String annotation : List.of("\"false\"", "\"TRUE\"", "\"\"")) {
            Pod pod = inject(file, annotation, "containers: [{name: app, image: a}]");
            assertTrue(pod.getSpec().getInitContainers().isEmpty(), annotation);
        }
        JsonNode plain = Manifests.documents(
                        "{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{name: app}]}}")
                .get(0);
        assertEquals(plain, new InjectionPolicy(policy(file)).applyTo(plain), "a pod without annotations");

        JsonNode once = Manifests.documents(
                        """
                {apiVersion: v1, kind: Pod, metadata: {name: x, annotations: {keyweave.io/inject: "true"}}, spec: {containers: [{name: app}]}}
                """)
                .get(0);
        JsonNode first = new InjectionPolicy(policy(file)).applyTo(once);
        assertEquals(first, new InjectionPolicy(policy(file)).applyTo(first), "a pod that has the agent");
    }

    @Test
    void isAPolicyThatKubernetesKnows() throws Exception {
        List<JsonNode> documents = Manifests.documents(Path.of("policy", "mutating-admission-policy.yaml"));
        MutatingAdmissionPolicy policy = Manifests.strictly(documents.get(0), MutatingAdmissionPolicy.class);
        MutatingAdmissionPolicyBinding binding =
                Manifests.strictly(documents.get(1), MutatingAdmissionPolicyBinding.class);

        assertEquals(policy.getMetadata().getName(), binding.getSpec().getPolicyName());
        assertEquals(
                "Fail", policy.getSpec().getFailurePolicy(), "a pod that asked for the agent never starts without it");
    }

    @Test
    void kyvernoHasTheSameExpressions() throws Exception {
        JsonNode kubernetes = policy("mutating-admission-policy.yaml").get("spec");
        JsonNode kyverno = policy("kyverno.yaml").get("spec");

        for (String part : List.of("matchConstraints", "matchConditions", "variables", "mutations")) {
            assertEquals(kubernetes.get(part), kyverno.get(part), part);
        }
    }
}
