package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.strimzi.api.kafka.model.connect.KafkaConnect;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The manifests for Strimzi hold only fields that Strimzi's own model of its resources has. */
class StrimziTest {

    private static final Path FOLDER = Path.of("strimzi");

    private static JsonNode document(String file) throws Exception {
        return Manifests.documents(FOLDER.resolve(file)).get(0);
    }

    @Test
    void everyFieldIsOneOfStrimzi() throws Exception {
        check("KafkaConnect", document("kafka-connect.yaml"), KafkaConnect.class);
        check("KafkaConnector", document("kafka-connector.yaml"), KafkaConnector.class);
    }

    @Test
    void aFieldThatStrimziDoesNotKnowIsFound() throws Exception {
        for (String wrong : List.of(
                "{spec: {bootstrapserver: x}}",
                "{spec: {build: {plugins: [{name: a, artifacts: [{type: maven, groupId: b}]}]}}}",
                "{spec: {build: {plugins: [{name: a, artifacts: [{type: zip, group: b}]}]}}}")) {
            JsonNode document = Manifests.documents(wrong).get(0);
            assertThrows(IllegalArgumentException.class, () -> check("KafkaConnect", document, KafkaConnect.class));
        }
    }

    /** The two belong together: the connector's cluster, and a variable of the provider that the worker names. */
    @Test
    void theConnectorNamesThisClusterAndItsProvider() throws Exception {
        JsonNode connect = document("kafka-connect.yaml");
        JsonNode connector = document("kafka-connector.yaml");
        assertEquals(
                connect.at("/metadata/name").asString(),
                connector.at("/metadata/labels").get("strimzi.io/cluster").asString());
        String provider = connect.at("/spec/config").get("config.providers").asString();
        assertTrue(
                connector.at("/spec/config").get("database.password").asString().startsWith("${" + provider + ":"));
    }

    @Test
    void whatThePageShowsIsAFileOfThisFolder() throws Exception {
        List<String> files = new ArrayList<>();
        for (Path file : Manifests.files(FOLDER)) {
            files.add(Files.readString(file).strip());
        }
        Matcher shown = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "kafka-strimzi.md")));
        int blocks = 0;
        while (shown.find()) {
            blocks++;
            assertTrue(files.contains(shown.group(1).strip()), "not a file below deploy/strimzi:\n" + shown.group(1));
        }
        assertEquals(files.size(), blocks);
    }

    private static void check(String path, JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class) {
                for (JsonNode element : node.values()) {
                    check(path + "[]", element, generic.getActualTypeArguments()[0]);
                }
            } else if (!Map.class.isAssignableFrom((Class<?>) generic.getRawType())) {
                throw new IllegalArgumentException(path + " is a " + generic);
            }
        } else if (node.isObject() && type instanceof Class<?> declared && !Map.class.isAssignableFrom(declared)) {
            Class<?> object = subtype(path, node, declared);
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                check(path + "." + field.getKey(), field.getValue(), typeOf(path, object, field.getKey()));
            }
        }
    }

    private static Class<?> subtype(String path, JsonNode node, Class<?> declared) {
        JsonSubTypes types = declared.getAnnotation(JsonSubTypes.class);
        if (types == null) {
            return declared;
        }
        for (JsonSubTypes.Type one : types.value()) {
            if (one.name().equals(node.path("type").asString(""))) {
                return one.value();
            }
        }
        throw new IllegalArgumentException(path + " has no such type");
    }

    private static Type typeOf(String path, Class<?> object, String field) {
        if (field.equals("apiVersion") || field.equals("kind")) {
            return String.class;
        }
        if (field.equals("metadata") && path.indexOf('.') < 0) {
            return io.fabric8.kubernetes.api.model.ObjectMeta.class;
        }
        if (field.equals("spec") && path.indexOf('.') < 0) {
            return specOf(object);
        }
        // Every object has a getClass of its own.
        String name = field.equals("class")
                ? "ClassName"
                : field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
        Type found = null;
        for (Method method : object.getMethods()) {
            if (method.getParameterCount() == 0
                    && !method.isBridge()
                    && (method.getName().equals("get" + name)
                            || method.getName().equals("is" + name))) {
                found = method.getGenericReturnType();
            }
        }
        if (found == null) {
            throw new IllegalArgumentException(path + " of Strimzi has no field " + field);
        }
        return found;
    }

    /** Resources are generic in what they specify. */
    private static Type specOf(Class<?> resource) {
        return ((ParameterizedType) resource.getGenericSuperclass()).getActualTypeArguments()[0];
    }
}
