package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.trust.LoaderResources;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class loader: remembers what it returns. {@code java.net.URLClassLoader} and every class beyond the JDK that declares one of the methods is
 * patched when it is loaded. {@code ClassLoader} itself is not: it is busy in every start, and what the JVM's own loaders return is known by its
 * file.
 */
final class LoaderResourcePatch implements Patch {

    private final String className;
    private final ResourcePatches further;

    /** @param className the class loader */
    LoaderResourcePatch(String className, ResourcePatches further) {
        this.className = className;
        this.further = further;
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public List<Hook> hooks() {
        Interceptor remember = new Remember();
        return List.of(
                new Hook("getResourceAsStream", "(Ljava/lang/String;)Ljava/io/InputStream;", remember).optional(),
                new Hook("getResource", "(Ljava/lang/String;)Ljava/net/URL;", remember).optional(),
                new Hook("findResource", "(Ljava/lang/String;)Ljava/net/URL;", remember).optional(),
                new Hook("getResources", "(Ljava/lang/String;)Ljava/util/Enumeration;", remember).optional(),
                new Hook("findResources", "(Ljava/lang/String;)Ljava/util/Enumeration;", remember).optional());
    }

    private final class Remember implements Interceptor {

        /** Frameworks read class files by the thousand, and names of services. Nobody keeps a placeholder in either. */
        @Override
        public boolean isInactive(@Nullable Object name) {
            return name instanceof String text && (text.endsWith(".class") || text.startsWith("META-INF/services/"));
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object found = call.proceed();
            if (found == null || !(call.self() instanceof ClassLoader loader)) {
                return new Object[] {found};
            }
            if (found instanceof Enumeration<?> urls) {
                return new Object[] {urls instanceof RecordedUrls ? urls : new RecordedUrls(urls, loader)};
            }
            remember(found, loader);
            return new Object[] {found};
        }
    }

    private void remember(Object found, ClassLoader loader) {
        LoaderResources.OF_JVM.handedOut(found, loader);
        if (found instanceof URL) {
            further.followUrls();
        }
    }

    /** URLs as they are found, one at a time: looking for the next may open an archive. */
    private final class RecordedUrls implements Enumeration<Object> {

        private final Enumeration<?> urls;
        private final ClassLoader loader;

        RecordedUrls(Enumeration<?> urls, ClassLoader loader) {
            this.urls = urls;
            this.loader = loader;
        }

        @Override
        public boolean hasMoreElements() {
            return urls.hasMoreElements();
        }

        @Override
        public Object nextElement() {
            Object next = urls.nextElement();
            if (next instanceof URL) {
                remember(next, loader);
            }
            return next;
        }
    }
}
