package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import java.util.List;

/**
 * {@code java -XshowSettings} shows placeholders: what it prints of the system properties ends in the log of a container. Added only where system
 * properties hold templates: every JVM that the {@code java} command starts loads this class.
 */
public final class LauncherPatch implements Patch {

    @Override
    public String className() {
        return "sun.launcher.LauncherHelper";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("printPropertyValue", "(Ljava/lang/String;Ljava/lang/String;)V", call -> {
            Object[] arguments = call.arguments();
            Marker marker =
                    arguments[0] instanceof String key ? LiveProperties.marker(System.getProperties(), key) : null;
            return marker == null ? null : new Object[] {call.proceed(arguments[0], marker.text())};
        }));
    }
}
