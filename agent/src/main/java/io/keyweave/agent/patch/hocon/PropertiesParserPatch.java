package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** {@code ConfigFactory.parseProperties}: properties that hold templates give templates. */
final class PropertiesParserPatch implements Patch {

    private final Templates templates;

    PropertiesParserPatch(Templates templates) {
        this.templates = templates;
    }

    @Override
    public String className() {
        return "com.typesafe.config.impl.PropertiesParser";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "fromProperties",
                "(Lcom/typesafe/config/ConfigOrigin;Ljava/util/Properties;)"
                        + "Lcom/typesafe/config/impl/AbstractConfigObject;",
                this::fromProperties));
    }

    private Object @Nullable [] fromProperties(Call call) throws Throwable {
        return call.arguments()[1] instanceof Properties properties
                ? ConfigImplPatch.grafted(call, templates.heldBy(properties))
                : null;
    }
}
