package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.internal.KubernetesDeserializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every YAML file of this folder is read, as a Kubernetes object where it is one. */
class ManifestsTest {

    /** Kinds that no Kubernetes API has: Kustomize's own, the component's local values, Kyverno's, and Strimzi's. */
    private static final List<String> NOT_KUBERNETES = List.of(
            "Component", "Kustomization", "KeyweaveInjection", "MutatingPolicy", "KafkaConnect", "KafkaConnector");

    @Test
    void eachManifestHoldsOnlyWhatKubernetesKnows() throws Exception {
        KubernetesDeserializer kinds = new KubernetesDeserializer();
        for (Path file : Manifests.files(Path.of(""))) {
            List<JsonNode> documents = Manifests.documents(file);
            assertFalse(documents.isEmpty(), file.toString());
            for (JsonNode document : documents) {
                if (document.has("kind")
                        && !NOT_KUBERNETES.contains(document.get("kind").asString())) {
                    Class<? extends io.fabric8.kubernetes.api.model.KubernetesResource> type = kinds.getRegisteredKind(
                            document.get("apiVersion").asString(),
                            document.get("kind").asString());
                    Manifests.strictly(document, type);
                }
            }
        }
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsFound() throws Exception {
        JsonNode document = Manifests.documents(
                        "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, enviroment: []}]}}")
                .get(0);

        assertThrows(
                IllegalArgumentException.class,
                () -> Manifests.strictly(document, io.fabric8.kubernetes.api.model.Pod.class));
    }

    @Test
    void whatThePagesShowIsAFileOfThisFolder() throws Exception {
        List<String> files = new ArrayList<>();
        for (Path file : Manifests.files(Path.of(""))) {
            files.add(Files.readString(file).stripTrailing());
        }
        List<Path> pages = new ArrayList<>(List.of(Path.of("..", "README.md")));
        try (Stream<Path> docs = Files.list(Path.of("..", "docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        int blocks = 0;
        for (Path page : pages) {
            Matcher shown =
                    Pattern.compile("```ya?ml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(page));
            while (shown.find()) {
                blocks++;
                // A page may show a part of a file: whole lines, in their place.
                String lines = shown.group(1).stripTrailing();
                assertTrue(
                        files.stream().anyMatch(file -> ("\n" + file + "\n").contains("\n" + lines + "\n")),
                        page + " shows what is no part of a file below deploy/:\n" + lines);
            }
        }
        assertTrue(blocks > 0, "the pages show YAML");
    }
}
