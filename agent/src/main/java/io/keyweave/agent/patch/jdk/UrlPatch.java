package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.trust.LoaderResources;
import java.net.URLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.net.URL}: what is opened from a URL that a class loader returned comes from that loader, {@code openStream} included, which opens a
 * connection.
 */
final class UrlPatch implements Patch {

    private final ResourcePatches connections;

    UrlPatch(ResourcePatches connections) {
        this.connections = connections;
    }

    @Override
    public String className() {
        return "java.net.URL";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("openConnection", "()Ljava/net/URLConnection;", new Open()));
    }

    private final class Open implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object connection = call.proceed();
            Object url = call.self();
            if (url != null && connection instanceof URLConnection && LoaderResources.OF_JVM.knows(url)) {
                LoaderResources.OF_JVM.opened(connection, url);
                connections.followConnections(connection.getClass());
            }
            return new Object[] {connection};
        }
    }

    /** The class of a connection to such a URL. */
    static Patch ofConnection(String className) {
        return new Patch() {
            @Override
            public String className() {
                return className;
            }

            @Override
            public List<Hook> hooks() {
                return List.of(new Hook("getInputStream", "()Ljava/io/InputStream;", new UrlRead()));
            }
        };
    }

    private static final class UrlRead implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object stream = call.proceed();
            Object connection = call.self();
            if (connection != null) {
                LoaderResources.OF_JVM.opened(stream, connection);
            }
            return new Object[] {stream};
        }
    }
}
