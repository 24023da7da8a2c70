package io.keyweave.agent.patch.spring;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.runtime.Agent;
import org.jspecify.annotations.Nullable;

/**
 * {@code Sanitizer.sanitize}, through which {@code /actuator/env} and {@code /actuator/configprops} send every value, also when they
 * are told to show values: they show the placeholder. A bean holds the secret itself; there it is recognised.
 */
final class Actuator implements Interceptor {

    @Override
    public Object @Nullable [] enter(Call call) throws Throwable {
        Object shown = call.proceed();
        if (!SpringMarkers.OF_JVM.any() || !(shown instanceof CharSequence text)) {
            return new Object[] {shown};
        }
        String value = text.toString();
        return new Object[] {
            SpringMarkers.OF_JVM.in(value)
                    ? SpringMarkers.OF_JVM.reveal(value)
                    : Agent.running().resolver().served().masked(value)
        };
    }
}
