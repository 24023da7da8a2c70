package com.example.idle;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;

/** A system class loader of an application's own, which defines its classes itself and loads one at a time: it is not registered as parallel capable. */
public final class LockingLoader extends URLClassLoader {

    public LockingLoader(ClassLoader parent) throws MalformedURLException {
        super(classPath(), parent.getParent());
    }

    private static URL[] classPath() throws MalformedURLException {
        String[] paths = System.getProperty("java.class.path").split(File.pathSeparator);
        URL[] urls = new URL[paths.length];
        for (int i = 0; i < paths.length; i++) {
            urls[i] = new File(paths[i]).toURI().toURL();
        }
        return urls;
    }

    /** How the JVM adds the jar of an agent. */
    void appendToClassPathForInstrumentation(String path) throws MalformedURLException {
        addURL(new File(path).toURI().toURL());
    }
}
