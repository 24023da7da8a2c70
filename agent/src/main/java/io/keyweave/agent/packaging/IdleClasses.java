package io.keyweave.agent.packaging;

import java.util.List;

/**
 * The classes that a JVM without placeholders loads, in the order in which it does: at start, and when it loads its first properties file.
 * Each costs such a JVM about a third of a millisecond, so a test fails when one is loaded that does not stand here.
 */
final class IdleClasses {

    static final List<String> NAMES = List.of(
            "io/keyweave/agent/startup/Start",
            "io/keyweave/agent/patch/Patch",
            "io/keyweave/agent/patch/Hooks$Bridge",
            "io/keyweave/agent/startup/Jvm",
            "io/keyweave/agent/patch/Patches",
            "io/keyweave/agent/startup/Bridge",
            "io/keyweave/agent/bridge/KeyweaveBridge",
            "io/keyweave/agent/patch/PatchTransformer",
            "io/keyweave/agent/patch/LoaderClassFile",
            "io/keyweave/agent/patch/Hooks",
            "io/keyweave/agent/weave/Weaver$Choice",
            "io/keyweave/agent/patch/PropertiesPatch",
            "io/keyweave/agent/patch/Interceptor",
            "io/keyweave/agent/patch/Interceptor$Direct",
            "io/keyweave/agent/patch/Hooks$Woven",
            "io/keyweave/agent/patch/PropertiesPatch$Load",
            "io/keyweave/agent/patch/PropertiesPatch$RawView",
            "io/keyweave/agent/patch/Hook",
            "io/keyweave/agent/patch/PropertiesPatch$Text",
            "io/keyweave/agent/patch/PropertiesPatch$Clone",
            "io/keyweave/agent/patch/Hooks$1",
            "io/keyweave/agent/weave/Weaver",
            "io/keyweave/agent/weave/ConstantPool",
            "io/keyweave/agent/weave/Bytes",
            "io/keyweave/agent/patch/WovenMethod",
            "io/keyweave/agent/patch/Call",
            "io/keyweave/agent/weave/Prologue",
            "io/keyweave/agent/weave/StackMap",
            "io/keyweave/agent/patch/WovenCall",
            "io/keyweave/agent/patch/Loading",
            "io/keyweave/agent/patch/RecordingProperties");

    private IdleClasses() {}
}
