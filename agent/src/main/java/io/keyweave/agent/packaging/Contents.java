package io.keyweave.agent.packaging;

import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** What of the dependencies goes into the agent, and what is changed on the way. */
final class Contents {

    /** Left out: what only the build and other frameworks need, and the SDK's way to Jackson, which is not packed. */
    private static final List<String> DROPPED = List.of(
            "META-INF/MANIFEST.MF",
            "META-INF/INDEX.LIST",
            // The compiler plug-in's options, with the path of this machine.
            "META-INF/jpms.args",
            "META-INF/maven/",
            "META-INF/proguard/",
            "META-INF/native-image/",
            "META-INF/com.android.tools/",
            "META-INF/versions/",
            "META-INF/THIRD-PARTY.txt",
            "META-INF/sbom/",
            "META-INF/services/org.apache.kafka.",
            "META-INF/services/io.micrometer.",
            "META-INF/services/reactor.blockhound.",
            "OSGI-INF/",
            "io/keyweave/kafka/",
            "com/azure/core/util/serializer/JacksonAdapter",
            "com/azure/core/implementation/jackson/");

    private static final String QUIET = "io/keyweave/agent/runtime/QuietLogger";

    private static final String JACKSON = "com/azure/core/util/serializer/JacksonAdapter";
    private static final String AZURE_JSON = "io/keyweave/azure/transport/SecretSerializer";

    private Contents() {}

    static boolean kept(String name) {
        if (name.endsWith("module-info.class") || name.endsWith("package-info.class")) {
            return false;
        }
        if (name.startsWith("META-INF/") && name.matches(".*\\.(SF|RSA|DSA|EC)")) {
            return false;
        }
        for (String prefix : DROPPED) {
            if (name.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@code System.getLogger} would start {@code java.util.logging} before the application's {@code main}. {@code MethodHandles.publicLookup} finds nothing in
     * a module that exports nothing, where a class's own lookup finds the same. The default serializer of the Azure SDK is Jackson's, of which
     * reading a secret needs nothing.
     */
    static byte[] quiet(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        Redirection redirection = new Redirection(writer);
        reader.accept(redirection, 0);
        return redirection.changed ? writer.toByteArray() : classFile;
    }

    /** Without line numbers and names of variables: an idle JVM parses what it loads. */
    static byte[] withoutDebug(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(writer, ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }

    /** Sends these calls elsewhere. */
    private static final class Redirection extends ClassVisitor {
        private boolean changed;

        Redirection(ClassWriter writer) {
            super(Opcodes.ASM9, writer);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String method, String type, boolean isInterface) {
                    boolean lookup = owner.equals("java/lang/invoke/MethodHandles") && method.equals("publicLookup");
                    String target = target(owner, method);
                    changed |= lookup || !target.equals(owner);
                    super.visitMethodInsn(opcode, target, lookup ? "lookup" : method, type, isInterface);
                }
            };
        }

        private static String target(String owner, String method) {
            if (owner.equals("java/lang/System") && method.equals("getLogger")) {
                return QUIET;
            }
            return owner.equals(JACKSON) && method.equals("createDefaultSerializerAdapter") ? AZURE_JSON : owner;
        }
    }
}
