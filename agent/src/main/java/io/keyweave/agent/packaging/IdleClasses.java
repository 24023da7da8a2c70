package io.keyweave.agent.packaging;

import java.util.List;

/**
 * The classes that a JVM without placeholders loads, in the order in which it does, from the first class that may read one on: to patch
 * {@code java.util.Properties}, and when a first properties file is read. Each costs such a JVM about a third of a millisecond, so a test fails when one is
 * loaded that is not in it.
 */
final class IdleClasses {

    static final List<String> NAMES = List.of(
            "io/keyweave/agent/instrument/BridgeDefinition",
            "io/keyweave/agent/instrument/BridgeDefinition$ClassFileSource",
            "io/keyweave/agent/instrument/BridgeDefinition$CloneVisitor",
            "io/keyweave/agent/instrument/BridgeDefinition$Define",
            "io/keyweave/agent/instrument/WeaverFunction",
            "io/keyweave/agent/instrument/WeaverFunction$Passed",
            "java/util/KeyweaveBridge",
            "jdk/internal/loader/KeyweaveLoader",
            "io/keyweave/agent/startup/Start",
            "io/keyweave/agent/instrument/PatchCatalog",
            "io/keyweave/agent/instrument/Hooks$BridgeTable",
            "io/keyweave/agent/instrument/Jvm",
            "io/keyweave/agent/startup/Patches",
            "io/keyweave/agent/trust/LoaderResources",
            "io/keyweave/agent/trust/WeakIdentityMap",
            "io/keyweave/agent/trust/WeakIdentityMap$WeakKey",
            "io/keyweave/agent/instrument/PatchList",
            "io/keyweave/agent/startup/Bridge",
            "io/keyweave/agent/instrument/PatchTransformer",
            "io/keyweave/agent/instrument/UnseenClasses",
            "io/keyweave/agent/ReadingClasses",
            "io/keyweave/agent/instrument/Hooks",
            "io/keyweave/agent/instrument/Weaver$Choice",
            "io/keyweave/agent/patch/jdk/JdkPatches",
            "io/keyweave/agent/instrument/Patch",
            "io/keyweave/agent/patch/jdk/PropertiesPatch",
            "io/keyweave/agent/instrument/Interceptor",
            "io/keyweave/agent/instrument/Hooks$Patched",
            "io/keyweave/agent/patch/jdk/PropertiesPatch$PropertiesLoad",
            "io/keyweave/agent/patch/jdk/PropertiesPatch$RawView",
            "io/keyweave/agent/instrument/Hook",
            "io/keyweave/agent/patch/jdk/PropertiesPatch$PropertiesText",
            "io/keyweave/agent/instrument/Interceptor$Direct",
            "io/keyweave/agent/patch/jdk/PropertiesPatch$Clone",
            "io/keyweave/agent/instrument/Hooks$HookChoice",
            "io/keyweave/agent/instrument/Weaver",
            "net/bytebuddy/jar/asm/ClassVisitor",
            "io/keyweave/agent/instrument/Weaver$WeavingVisitor",
            "io/keyweave/agent/instrument/ClassFiles",
            "net/bytebuddy/jar/asm/ClassReader",
            "net/bytebuddy/jar/asm/LimitExceededException",
            "net/bytebuddy/jar/asm/ClassWriter",
            "net/bytebuddy/jar/asm/ClassTooLargeException",
            "net/bytebuddy/jar/asm/RecordComponentVisitor",
            "net/bytebuddy/jar/asm/RecordComponentWriter",
            "net/bytebuddy/jar/asm/FieldVisitor",
            "net/bytebuddy/jar/asm/FieldWriter",
            "net/bytebuddy/jar/asm/MethodVisitor",
            "net/bytebuddy/jar/asm/MethodWriter",
            "net/bytebuddy/jar/asm/ModuleVisitor",
            "net/bytebuddy/jar/asm/ModuleWriter",
            "net/bytebuddy/jar/asm/AnnotationVisitor",
            "net/bytebuddy/jar/asm/AnnotationWriter",
            "net/bytebuddy/jar/asm/ComputeLimits",
            "net/bytebuddy/jar/asm/SymbolTable",
            "net/bytebuddy/jar/asm/Symbol",
            "net/bytebuddy/jar/asm/SymbolTable$Entry",
            "net/bytebuddy/jar/asm/ByteVector",
            "io/keyweave/agent/instrument/Prologue",
            "net/bytebuddy/jar/asm/Attribute",
            "net/bytebuddy/jar/asm/Context",
            "net/bytebuddy/jar/asm/Frame",
            "net/bytebuddy/jar/asm/CurrentFrame",
            "net/bytebuddy/jar/asm/MethodTooLargeException",
            "io/keyweave/agent/instrument/PatchedMethod",
            "io/keyweave/agent/instrument/Call",
            "net/bytebuddy/jar/asm/Type",
            "net/bytebuddy/jar/asm/Label",
            "net/bytebuddy/jar/asm/Handler",
            "io/keyweave/agent/instrument/PatchedCall",
            "io/keyweave/agent/patch/jdk/RecordingProperties",
            "io/keyweave/agent/patch/jdk/Loading",
            // Loaded when there is something to tell; here because the application sees a class of that name, and what
            // is in the library it may not.
            "io/keyweave/agent/EarlyLine");

    private IdleClasses() {}
}
