package io.keyweave.agent.patch.jetty;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.runtime.Agent;
import org.jspecify.annotations.Nullable;

/**
 * {@code XmlConfiguration.main}, which starts Jetty. {@code start.jar} has gathered the properties of all {@code *.ini} files in a temporary file that
 * only its own user may read, and names it among the arguments: here, or on the command line of the JVM that it forks. Who gives these arguments
 * names the XML files that make objects of any class as well.
 */
public final class JettyPatches {

    private JettyPatches() {}

    public static PatchList list() {
        return new PatchList("Jetty", "placeholders in *.ini files")
                .reads(false, "start.ini", "jetty*.ini", "start.d/*.ini")
                .addFirst("org.eclipse.jetty.xml.XmlConfiguration", JettyPatches::find);
    }

    private static Patch find(String name) {
        return ReaderPatch.of(name, new Hook("main", "([Ljava/lang/String;)V", JettyPatches::starts));
    }

    private static Object @Nullable [] starts(Call call) {
        if (call.arguments()[0] instanceof String[] arguments) {
            for (String argument : arguments) {
                if (argument.endsWith(".properties")) {
                    Agent.running().trust().trustFile(argument);
                }
            }
        }
        return null;
    }
}
