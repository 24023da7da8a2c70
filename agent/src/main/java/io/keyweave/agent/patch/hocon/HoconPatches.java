package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of HOCON. */
public final class HoconPatches {

    private static final String PACKAGE = "com.typesafe.config.impl.";

    private HoconPatches() {}

    /** As {@link #list(Templates)} with the templates of this JVM's agent. */
    public static PatchList list() {
        return list(new AgentTemplates());
    }

    static PatchList list(Templates templates) {
        return new PatchList("Typesafe Config (HOCON)", "placeholders in .conf files")
                .reads(true, "*.conf", "application.json", "reference.json")
                .addFirst(PACKAGE + "Parseable", () -> new ParseablePatch(templates))
                .addFirst(PACKAGE + "PropertiesParser", () -> new PropertiesParserPatch(templates))
                .add(PACKAGE + "ConfigImpl", () -> new ConfigImplPatch(templates))
                .add(PACKAGE + "ConfigConcatenation", ConcatenationPatch::new)
                .add(PACKAGE + "SimpleConfigObject", ContainerPatch::ofObjects)
                .add(PACKAGE + "SimpleConfigList", ContainerPatch::ofLists);
    }
}
