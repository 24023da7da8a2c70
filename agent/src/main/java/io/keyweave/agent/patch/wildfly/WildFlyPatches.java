package io.keyweave.agent.patch.wildfly;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.trust.StreamOrigin;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * WildFly writes its management model back to {@code standalone.xml}, and shows it to whoever may read it. So the file is read as it is written, and a
 * placeholder is exchanged where WildFly exchanges its own expressions: when a service is given its value.
 *
 * <p>What is in the model is in a file that only the operator's tools write, so it is trusted.
 */
public final class WildFlyPatches {

    private static final String RESOLVER = "org.jboss.as.controller.ExpressionResolverImpl";
    private static final String PERSISTER = "org.jboss.as.controller.persistence.XmlConfigurationPersister";

    private static final ParserLibrary WILDFLY = ParserLibrary.of("WildFly", "org.jboss.", "org.wildfly.");

    private static final StreamOrigin MODEL = StreamOrigin.trusted("WildFly's management model");

    private WildFlyPatches() {}

    public static PatchList list() {
        return new PatchList("WildFly", "placeholders in standalone.xml")
                .reads(false, "standalone*.xml", "domain.xml", "host.xml")
                .addFirst(RESOLVER, WildFlyPatches::find)
                .addFirst(PERSISTER, WildFlyPatches::find);
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case RESOLVER -> ReaderPatch.of(name, new Hook("resolveExpressionsRecursively", null, new Value()));
            case PERSISTER ->
                ReaderPatch.of(name, new Hook("load", "()Ljava/util/List;", call ->
                        new Object[] {ReadScope.untouched(call::proceed)}));
            default -> null;
        };
    }

    /** One node of the model; nodes below are further calls. */
    private static final class Value implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object node = call.arguments()[0];
            if (node == null || !"STRING".equals(Reflected.text(node, "getType"))) {
                return null;
            }
            String text = Reflected.text(node, "asString");
            if (text == null || text.indexOf('$') < 0 && text.indexOf('@') < 0) {
                return null;
            }
            String marked;
            try {
                marked = Documents.exchange(text, MODEL, DocumentFormat.MARKED, WILDFLY);
            } catch (IOException refused) {
                throw call.raise(new IllegalStateException(refused.getMessage(), refused));
            }
            if (marked == null) {
                return null;
            }
            String value = MarkedText.value(call, marked);
            Object resolved = node.getClass().getDeclaredConstructor().newInstance();
            return new Object[] {
                value == null
                        ? resolved
                        : Reflected.call(Reflected.method(resolved, "set", String.class), resolved, value)
            };
        }
    }
}
