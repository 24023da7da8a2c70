package io.keyweave.agent.packaging;

import io.keyweave.agent.weave.Redirection;
import java.util.List;

/** What of the dependencies goes into the agent, and what is changed on the way. */
final class Contents {

    /** Left out: build leftovers. */
    private static final List<String> DROPPED = List.of(
            "META-INF/MANIFEST.MF",
            "META-INF/INDEX.LIST",
            "META-INF/maven/",
            "META-INF/proguard/",
            "META-INF/native-image/",
            "META-INF/com.android.tools/",
            "META-INF/versions/",
            "META-INF/sbom/");

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

    /** {@code System.getLogger} would start {@code java.util.logging} before the application's {@code main}. */
    static byte[] quiet(byte[] classFile) {
        byte[] changed = Redirection.ofMethod(
                classFile, "java/lang/System", "getLogger", "io/keyweave/agent/startup/QuietLogger");
        return changed == null ? classFile : changed;
    }
}
