package io.keyweave.deploy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Evaluates a mutating policy as the API server does: the conditions, then the variables in their order, then the JSON patch. The engine
 * is Google's CEL for Java with the libraries that Kubernetes 1.36 switches on and the policies use: optional values, strings, and
 * comprehensions with two variables. See
 * <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating Admission Policy</a>.
 */
final class InjectionPolicy {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Descriptor PATCH = patchType();
    private static final CelOptions OPTIONS = CelOptions.current().build();

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelOptionalLibrary.INSTANCE, CelExtensions.strings(), CelExtensions.comprehensions())
            .addMessageTypes(PATCH)
            .addVar("object", SimpleType.DYN)
            .addVar("variables", SimpleType.DYN)
            .build();
    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelOptionalLibrary.INSTANCE, CelExtensions.strings(), CelExtensions.comprehensions())
            .addMessageTypes(PATCH)
            .build();
    private final JsonNode spec;

    InjectionPolicy(JsonNode policy) {
        this.spec = policy.get("spec");
    }

    /** The pod as the policy leaves it; the pod itself where a condition does not hold. */
    JsonNode applyTo(JsonNode pod) throws Exception {
        Map<String, Object> object = JSON.convertValue(pod, new TypeReference<>() {});
        for (JsonNode condition : spec.get("matchConditions")) {
            if (!(Boolean) evaluate(condition, object, Map.of())) {
                return pod;
            }
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        for (JsonNode variable : spec.get("variables")) {
            variables.put(variable.get("name").asString(), evaluate(variable, object, variables));
        }
        JsonNode changed = pod.deepCopy();
        for (JsonNode mutation : spec.get("mutations")) {
            ArrayNode operations = JSON.createArrayNode();
            for (Object operation : (List<?>) evaluate(mutation.get("jsonPatch"), object, variables)) {
                operations.add(JSON.readTree(JsonFormat.printer().print((Message) operation)));
            }
            changed = JsonPatch.apply(operations, changed);
        }
        return changed;
    }

    private Object evaluate(JsonNode holder, Map<String, Object> object, Map<String, Object> variables)
            throws Exception {
        CelAbstractSyntaxTree tree =
                compiler.compile(holder.get("expression").asString()).getAst();
        return runtime.createProgram(tree).eval(Map.of("object", object, "variables", variables));
    }

    /** Kubernetes' own type of one operation: {@code JSONPatch{op, path, from, value}}. */
    private static Descriptor patchType() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("json_patch.proto")
                .setSyntax("proto3")
                .addDependency("google/protobuf/struct.proto")
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("JSONPatch")
                        .addField(text("op", 1))
                        .addField(text("path", 2))
                        .addField(text("from", 3))
                        .addField(FieldDescriptorProto.newBuilder()
                                .setName("value")
                                .setNumber(4)
                                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                                .setTypeName(".google.protobuf.Value")))
                .build();
        try {
            return FileDescriptor.buildFrom(
                            file, new FileDescriptor[] {Value.getDescriptor().getFile()})
                    .findMessageTypeByName("JSONPatch");
        } catch (com.google.protobuf.Descriptors.DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FieldDescriptorProto text(String name, int number) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(FieldDescriptorProto.Type.TYPE_STRING)
                .build();
    }
}
