package io.keyweave.agent.patch.opentelemetry;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import org.jspecify.annotations.Nullable;

/**
 * {@code GlobalOpenTelemetry.set} of the API, and of the copy that OpenTelemetry's own agent has in the boot loader. Asking for the global object would make
 * one where there is none, and the application's own could not be set any more; so it is seen when it is set.
 */
public final class OpenTelemetryPatches {

    private static final String GLOBAL = "io.opentelemetry.api.GlobalOpenTelemetry";
    private static final String OF_AGENT = "io.opentelemetry.javaagent.shaded.";

    private OpenTelemetryPatches() {}

    public static PatchList list() {
        return new PatchList("the OpenTelemetry API", "numbers of the agent in the global meter")
                .add(GLOBAL, name -> patch(name, ""))
                .add(OF_AGENT + GLOBAL, OpenTelemetryPatches::ofAgent);
    }

    /** It may have been set before: that agent came first. */
    private static Patch ofAgent(String name) {
        GlobalMeters.OF_JVM.agent(OF_AGENT);
        return patch(name, OF_AGENT);
    }

    private static Patch patch(String name, String shaded) {
        String type = "(L" + shaded.replace('.', '/') + "io/opentelemetry/api/OpenTelemetry;)V";
        return ReaderPatch.of(name, new Hook("set", type, new GlobalSet(shaded)));
    }

    private record GlobalSet(String shaded) implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object result = call.proceed();
            Object global = call.arguments()[0];
            if (global != null) {
                GlobalMeters.OF_JVM.set(global, call.loader(), shaded);
            }
            return new Object[] {result};
        }
    }
}
