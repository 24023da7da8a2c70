package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code "jdbc:"${host}"&password="${password}}: a concatenation with a template in it is a template. */
final class ConcatenationPatch implements Patch {

    @Override
    public String className() {
        return "com.typesafe.config.impl.ConfigConcatenation";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(
                new Hook("join", "(Ljava/util/ArrayList;Lcom/typesafe/config/impl/AbstractConfigValue;)V", this::join));
    }

    @SuppressWarnings("unchecked")
    private Object @Nullable [] join(Call call) throws Throwable {
        Object[] arguments = call.arguments();
        List<Object> pieces = (List<Object>) arguments[0];
        Object right = arguments[1];
        if (!Presence.isTemplate(right) && !Presence.isTemplate(pieces.get(pieces.size() - 1))) {
            return null;
        }
        return HoconClasses.in(call.loader()).join(pieces, right, Joined::new) ? new Object[] {null} : null;
    }
}
