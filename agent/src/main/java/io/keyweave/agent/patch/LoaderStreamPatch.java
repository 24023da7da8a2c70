package io.keyweave.agent.patch;

import io.keyweave.agent.trust.LoaderStreams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code getResourceAsStream} of a class loader: what it returns is class path, of a plug-in, a web application or a jar inside a jar,
 * whatever the stream is made of. {@code URLClassLoader} is patched, and Tomcat's web application loader, which overrides it and hands out
 * bytes from a cache. The JVM's own class path needs no patch, its streams are known by their file; other class loaders are known by
 * extending these, or their files are named with {@code trust=}. {@code ClassLoader} itself is not patched: it is busy in every start,
 * these classes only where they are used.
 */
public final class LoaderStreamPatch implements Patch {

    private final String className;

    /** @param className the class loader */
    public LoaderStreamPatch(String className) {
        this.className = className;
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("getResourceAsStream", null, new Remember()));
    }

    private static final class Remember implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object stream = call.proceed();
            LoaderStreams.SEEN.add(stream);
            return new Object[] {stream};
        }
    }
}
