package io.keyweave.agent.patch.spring;

import io.keyweave.LogEvent;
import io.keyweave.SecretChange;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.runtime.Agent;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Application contexts that have started. Where Spring Cloud is present a rotation is published to them as an
 * {@code EnvironmentChangeEvent}, which rebinds {@code @ConfigurationProperties}, and {@code @RefreshScope} beans are made anew, as
 * {@code /actuator/refresh} does it. On a thread of its own: it runs code of the application, and ours see raw values.
 */
final class Contexts implements Interceptor {

    /** Of all applications: a listener for each deployment would never be taken away. */
    static final Contexts OF_JVM = new Contexts();

    private static final String EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

    /** With the loader of each: asked on a thread of ours, a context answers with that thread's. */
    private final Map<Object, WeakReference<ClassLoader>> contexts = Collections.synchronizedMap(new WeakHashMap<>());

    private boolean subscribed;

    private Contexts() {}

    @Override
    public Object @Nullable [] enter(Call call) throws Throwable {
        Object context = call.self();
        boolean silent = !SpringMarkers.OF_JVM.any() && PropertySources.none() && ConfigTree.none();
        if (silent) {
            SpringMarkers.OF_JVM.started();
        }
        if (context == null || silent && Agent.openResolver() == null) {
            return null;
        }
        if (!silent) {
            Starts.settle(context);
        }
        Object result = call.proceed();
        ActuatorHealth.contribute(context);
        if (SpringMarkers.OF_JVM.any()) {
            ClassLoader loader =
                    (ClassLoader) context.getClass().getMethod("getClassLoader").invoke(context);
            if (loader != null && event(loader) != null) {
                contexts.put(context, new WeakReference<>(loader));
                subscribe();
            }
        }
        return new Object[] {result};
    }

    private synchronized void subscribe() {
        if (!subscribed) {
            subscribed = true;
            Agent.running().resolver().subscribe(this::changed);
        }
    }

    private void changed(SecretChange change) {
        Set<String> keys = SpringMarkers.OF_JVM.keysOf(change.ref());
        List<WeakReference<Object>> all = new ArrayList<>();
        synchronized (contexts) {
            contexts.keySet().forEach(context -> all.add(new WeakReference<>(context)));
        }
        if (keys.isEmpty() || all.isEmpty()) {
            return;
        }
        Thread thread = new Thread(null, () -> publish(all, keys), "secret-change", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private static @Nullable Class<?> event(ClassLoader loader) {
        try {
            return Class.forName(EVENT, true, loader);
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }

    /** A listener that hangs is to hold its own application only. */
    private void publish(List<WeakReference<Object>> all, Set<String> keys) {
        for (WeakReference<Object> one : all) {
            Object context = one.get();
            WeakReference<ClassLoader> loader = context == null ? null : contexts.get(context);
            if (context != null && loader != null) {
                publish(context, loader.get(), keys);
            }
        }
    }

    private static void publish(Object context, @Nullable ClassLoader loader, Set<String> keys) {
        try {
            Class<?> event = loader == null ? null : event(loader);
            if (event == null || !Boolean.TRUE.equals(call(context, "isActive"))) {
                return;
            }
            Thread.currentThread().setContextClassLoader(loader);
            Object change = event.getConstructor(Object.class, Set.class).newInstance(context, keys);
            context.getClass().getMethod("publishEvent", Object.class).invoke(context, change);
            if (Boolean.TRUE.equals(call(context, "containsBean", "refreshScope"))) {
                Object scope = call(context, "getBean", "refreshScope");
                if (scope != null) {
                    call(scope, "refreshAll");
                }
            }
        } catch (InvocationTargetException applicationsOwn) {
            Agent.running()
                    .log()
                    .write(LogEvent.of(SpringMessages.LISTENER_FAILED)
                            .with("keys", keys)
                            .with(
                                    "exception",
                                    applicationsOwn
                                            .getTargetException()
                                            .getClass()
                                            .getName()));
        } catch (ReflectiveOperationException | RuntimeException accident) {
            InternalErrors.add("publishing a change", accident);
        }
    }

    static @Nullable Object call(Object target, String method, Object... arguments)
            throws ReflectiveOperationException {
        Class<?>[] types = new Class<?>[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i].getClass();
        }
        return target.getClass().getMethod(method, types).invoke(target, arguments);
    }
}
