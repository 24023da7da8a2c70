package io.keyweave.agent.instrument;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers patched methods and hands the numbered table to the bridge. A class patched again, because another agent retransforms it, gets
 * the same numbers; the same class in another loader gets its own. There are 32,767, so a container that deploys one application again and again
 * would run out of them: those of a loader that was collected are used again, once nothing of it can run any more. A phantom reference says
 * when; a weak one is cleared before the last finalizers have run. Thread-safe.
 */
public final class Hooks {

    /** The class that patched methods call. */
    public interface BridgeTable {
        /** Its internal name. */
        String name();

        /** Gives it its table. */
        void publish(BiFunction<Object, @Nullable Object, Object @Nullable []>[] table);
    }

    private static final int MAXIMUM = Short.MAX_VALUE;

    private final BridgeTable bridge;
    private final Function<@Nullable Object[], byte @Nullable []> weaver;
    private final List<Patched> woven = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>(0);
    private final ReferenceQueue<ClassLoader> unread = new ReferenceQueue<>();

    @SuppressWarnings({"unchecked", "rawtypes"})
    private BiFunction<Object, @Nullable Object, Object @Nullable []>[] table = new BiFunction[0];

    /** @param weaver see {@link WeaverFunction} */
    public Hooks(BridgeTable bridge, Function<@Nullable Object[], byte @Nullable []> weaver) {
        this.weaver = weaver;
        this.bridge = bridge;
    }

    /**
     * Weaves a class and publishes its hooks first, so that no patched method runs without them.
     *
     * @return the changed class file, or null when the class has none of the methods
     */
    public synchronized byte @Nullable [] weave(byte[] classFile, Patch patch, @Nullable ClassLoader loader) {
        boolean first = !has(patch.className(), loader);
        Patched known = known(patch.className(), loader);
        try {
            byte[] result = weave(classFile, patch, known);
            first = false;
            return result;
        } finally {
            if (first) {
                // An error, such as the end of the stack: it is not patched, and may be another time.
                woven.remove(known);
            }
        }
    }

    private byte @Nullable [] weave(byte[] classFile, Patch patch, Patched known) {
        List<Hook> hooks = known.patch == null ? patch.hooks() : known.patch.hooks();
        known.patch = known.patch == null ? patch : known.patch;
        HookChoice choice = new HookChoice(known, hooks);
        byte[] result = weaver.apply(new Object[] {classFile, bridge.name(), choice, choice});
        known.check(hooks);
        bridge.publish(table);
        return result;
    }

    /** The methods that its patch requires and the class does not have. */
    synchronized List<String> missing(String className, @Nullable ClassLoader loader) {
        for (Patched one : woven) {
            if (one.className.equals(className) && one.in(loader)) {
                return one.missing;
            }
        }
        return List.of();
    }

    synchronized PatchState state(String library, String className) {
        int loaders = 0;
        List<String> missing = List.of();
        for (Patched one : woven) {
            if (one.className.equals(className) && (one.loader == null || !one.loader.refersTo(null))) {
                loaders += one.methods.isEmpty() ? 0 : 1;
                missing = one.missing.isEmpty() ? missing : one.missing;
            }
        }
        return new PatchState(library, className, loaders, missing);
    }

    /** Whether the class has been patched for the loader. */
    synchronized boolean has(String className, @Nullable ClassLoader loader) {
        for (Patched one : woven) {
            if (one.className.equals(className) && one.in(loader)) {
                return true;
            }
        }
        return false;
    }

    private Patched known(String className, @Nullable ClassLoader loader) {
        for (Patched one : woven) {
            if (one.className.equals(className) && one.in(loader)) {
                return one;
            }
        }
        forgetCollected();
        Patched one = new Patched(className, loader);
        woven.add(one);
        return one;
    }

    private void forgetCollected() {
        for (Iterator<Patched> all = woven.iterator(); all.hasNext(); ) {
            Patched one = all.next();
            if (one.loader != null && one.loader.refersTo(null)) {
                all.remove();
                free.addAll(one.numbers);
            }
        }
    }

    private int add(PatchedMethod method) {
        Integer used = free.poll();
        if (used != null) {
            table = table.clone();
            table[used] = method;
            return used;
        }
        if (table.length == MAXIMUM) {
            throw new IllegalArgumentException("no hook numbers left");
        }
        table = Arrays.copyOf(table, table.length + 1);
        table[table.length - 1] = method;
        return table.length - 1;
    }

    /** Which methods of a class are patched, and with which number. */
    private static final class HookChoice implements ToIntBiFunction<String, String>, ToIntFunction<String> {
        private final Patched known;
        private final List<Hook> hooks;

        HookChoice(Patched known, List<Hook> hooks) {
            this.known = known;
            this.hooks = hooks;
        }

        @Override
        public int applyAsInt(String method, String descriptor) {
            for (Hook hook : hooks) {
                if (hook.matches(method, descriptor)) {
                    return known.number(method, descriptor, hook.interceptor());
                }
            }
            return -1;
        }

        /** The argument that may be exchanged. */
        @Override
        public int applyAsInt(String methodAndDescriptor) {
            int descriptor = methodAndDescriptor.indexOf('(');
            String method = methodAndDescriptor.substring(0, descriptor);
            for (Hook hook : hooks) {
                if (hook.matches(method, methodAndDescriptor.substring(descriptor))) {
                    return hook.exchanged();
                }
            }
            return -1;
        }
    }

    /** One class in one loader. */
    private final class Patched {
        private final String className;
        private final @Nullable PhantomReference<ClassLoader> loader;
        private final List<PatchedMethod> methods = new ArrayList<>();
        private final List<Integer> numbers = new ArrayList<>();
        private @Nullable Patch patch;
        private List<String> missing = List.of();

        Patched(String className, @Nullable ClassLoader loader) {
            this.className = className;
            this.loader = loader == null ? null : new PhantomReference<>(loader, unread);
        }

        boolean in(@Nullable ClassLoader other) {
            return loader == null || other == null ? loader == null && other == null : loader.refersTo(other);
        }

        /** Remembers what was not found. */
        void check(List<Hook> hooks) {
            for (Hook hook : hooks) {
                if (hook.required() && !has(hook.method())) {
                    if (missing.isEmpty()) {
                        missing = new ArrayList<>(2);
                    }
                    String method = hook.descriptor() == null
                            ? hook.method()
                            : hook.method().concat(hook.descriptor());
                    if (!missing.contains(method)) {
                        missing.add(method);
                    }
                }
            }
        }

        private boolean has(String name) {
            for (PatchedMethod method : methods) {
                if (method.name.equals(name)) {
                    return true;
                }
            }
            return false;
        }

        int number(String name, String descriptor, Interceptor interceptor) {
            for (int i = 0; i < methods.size(); i++) {
                PatchedMethod method = methods.get(i);
                if (method.name.equals(name) && method.descriptor.equals(descriptor)) {
                    return numbers.get(i);
                }
            }
            PatchedMethod method = new PatchedMethod(className, name, descriptor, interceptor, loader);
            methods.add(method);
            numbers.add(add(method));
            return numbers.get(numbers.size() - 1);
        }
    }
}
