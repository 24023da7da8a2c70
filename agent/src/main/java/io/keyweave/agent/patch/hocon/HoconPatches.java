package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.patch.Patch;
import org.jspecify.annotations.Nullable;

/** The patches of HOCON by class. */
public final class HoconPatches {

    /** What names of HOCON's implementation begin with, with slashes. */
    public static final String PREFIX = "com/typesafe/config/impl/";

    private HoconPatches() {}

    /** As {@link #find} with the templates of this JVM's agent. */
    public static @Nullable Patch inAgent(String name) {
        return find(name, new AgentTemplates());
    }

    /**
     * @param name internal name of a class
     * @return its patch, or null when that class has none
     */
    public static @Nullable Patch find(String name, Templates templates) {
        return switch (name) {
            case "com/typesafe/config/impl/Parseable" -> new ParseablePatch(templates);
            case "com/typesafe/config/impl/ConfigImpl" -> new ConfigImplPatch(templates);
            case "com/typesafe/config/impl/PropertiesParser" -> new PropertiesParserPatch(templates);
            case "com/typesafe/config/impl/ConfigConcatenation" -> new ConcatenationPatch();
            case "com/typesafe/config/impl/SimpleConfigObject" -> ContainerPatch.ofObjects();
            case "com/typesafe/config/impl/SimpleConfigList" -> ContainerPatch.ofLists();
            default -> null;
        };
    }
}
