package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HOCON copies system properties and environment when it loads. The copies get templates instead of values, so {@code render} shows
 * what the operator wrote and the copy follows a rotation.
 */
final class ConfigImplPatch implements Patch {

    private static final String RESULT = "()Lcom/typesafe/config/impl/AbstractConfigObject;";
    private static final String FORCE = "CONFIG_FORCE_";

    private final Templates templates;

    ConfigImplPatch(Templates templates) {
        this.templates = templates;
    }

    @Override
    public String className() {
        return "com.typesafe.config.impl.ConfigImpl";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                new Hook("loadSystemProperties", RESULT, this::systemProperties),
                new Hook("loadEnvVariables", RESULT, this::environment),
                new Hook("loadEnvVariablesOverrides", RESULT, this::overrides).optional());
    }

    private Object @Nullable [] systemProperties(Call call) throws Throwable {
        return grafted(call, templates.heldBy(System.getProperties()));
    }

    private Object @Nullable [] environment(Call call) throws Throwable {
        return grafted(call, templates.environment());
    }

    private Object @Nullable [] overrides(Call call) throws Throwable {
        Map<String, Templates.HoconTemplate> forced = new LinkedHashMap<>();
        for (Map.Entry<String, Templates.HoconTemplate> variable :
                templates.environment().entrySet()) {
            if (variable.getKey().startsWith(FORCE)) {
                forced.put(HoconClasses.in(call.loader()).forced(variable.getKey(), FORCE), variable.getValue());
            }
        }
        return grafted(call, forced);
    }

    static Object @Nullable [] grafted(Call call, Map<String, Templates.HoconTemplate> held) throws Throwable {
        if (held.isEmpty()) {
            return null;
        }
        Map<String, Map.Entry<String, Supplier<@Nullable String>>> pairs = new LinkedHashMap<>();
        held.forEach((key, template) -> pairs.put(key, Map.entry(template.text(), template.value())));
        Object tree = call.proceed();
        return new Object[] {HoconClasses.in(call.loader()).graft(Objects.requireNonNull(tree), pairs)};
    }
}
