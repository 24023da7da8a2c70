package io.keyweave.agent.patch.spring;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.core.CachingResolver;
import io.keyweave.observability.HealthDetails;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code InfoEndpoint.info}: adds {@code keyweave} to what the application's own contributors have put in. */
final class ActuatorInfo implements Interceptor {

    @Override
    public Object @Nullable [] enter(Call call) throws Throwable {
        Object info = call.proceed();
        CachingResolver resolver = Agent.openResolver();
        if (resolver == null || !(info instanceof Map<?, ?> map) || map.containsKey("keyweave")) {
            return new Object[] {info};
        }
        Map<Object, Object> more = new LinkedHashMap<>(map);
        more.put("keyweave", HealthDetails.info(resolver.snapshot()));
        return new Object[] {more};
    }
}
