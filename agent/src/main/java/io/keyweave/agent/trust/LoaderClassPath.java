package io.keyweave.agent.trust;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The class path of the code that reads, where it is not the JVM's: a web application, a plug-in. Who may put files there may put
 * classes there. Servlet containers open such files by themselves, past {@code URLClassLoader.getResourceAsStream}, so the stream
 * alone does not tell. A loader that has defined no class, nor any that delegates to it, is not that: it may have been made to read an upload.
 */
final class LoaderClassPath {

    private LoaderClassPath() {}

    /** Whether the class loader of the reader or of its thread, or one of their parents, has the file or archive on its path. */
    static boolean holds(StreamOrigin origin, Directory directory, @Nullable Class<?> reader) {
        Set<ClassLoader> loaders = new LinkedHashSet<>();
        addWithParents(loaders, reader == null ? null : reader.getClassLoader());
        addWithParents(loaders, Thread.currentThread().getContextClassLoader());
        String path = directory.normal(origin.path());
        for (ClassLoader loader : loaders) {
            if (loader instanceof URLClassLoader holder
                    && holds(holder, origin.archive(), path, directory)
                    && LoaderResources.OF_JVM.isClassPath(holder)) {
                return true;
            }
        }
        return false;
    }

    private static void addWithParents(Set<ClassLoader> loaders, @Nullable ClassLoader loader) {
        for (ClassLoader one = loader; one != null && loaders.add(one); ) {
            one = one.getParent();
        }
    }

    private static boolean holds(URLClassLoader loader, boolean archive, String path, Directory directory) {
        URL[] urls = loader.getURLs();
        if (urls == null) {
            return false;
        }
        for (URL url : urls) {
            String entry = url == null ? null : file(url.toExternalForm());
            if (entry == null) {
                continue;
            }
            boolean isDirectory = entry.endsWith("/");
            for (String place : List.of(directory.normal(entry), directory.real(entry))) {
                if (archive ? !isDirectory && path.equals(place) : isDirectory && path.startsWith(place + "/")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The path in {@code file:/a/}, {@code file:/a.jar} and {@code jar:file:/a.jar!/}. */
    private static @Nullable String file(String url) {
        String text = url;
        if (text.startsWith("jar:") && text.endsWith("!/")) {
            text = text.substring("jar:".length(), text.length() - "!/".length());
        }
        if (!text.startsWith("file:")) {
            return null;
        }
        try {
            String path = new URI(text).getPath();
            return path == null ? null : path.endsWith("/") ? new File(path).getPath() + "/" : new File(path).getPath();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
