package com.example.harmless;

import java.io.IOException;
import java.util.Collections;
import java.util.TreeSet;

/** Looks for classes and resources by name, with every loader an application has. Arguments: names. */
public final class Looking {

    private Looking() {}

    public static void main(String[] names) throws IOException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        for (String name : names) {
            for (ClassLoader loader : new ClassLoader[] {
                Looking.class.getClassLoader(), context, ClassLoader.getPlatformClassLoader(), null
            }) {
                try {
                    Class.forName(name, false, loader);
                    System.out.println("class " + name + " from " + loader);
                } catch (ClassNotFoundException e) {
                    // As it should be.
                }
            }
            String resource = name.replace('.', '/') + ".class";
            Collections.list(ClassLoader.getSystemResources(resource))
                    .forEach(url -> System.out.println("resource " + resource));
        }
        Collections.list(ClassLoader.getSystemResources("META-INF/services/org.slf4j.spi.SLF4JServiceProvider"))
                .forEach(url -> System.out.println("service " + url));
        System.out.println("context=" + (context == ClassLoader.getSystemClassLoader()));
        System.out.println("opened=" + Object.class.getModule().isOpen("java.util", Looking.class.getModule()));
        TreeSet<String> threads = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> {
            if (!thread.isDaemon()
                    && thread != Thread.currentThread()
                    && !thread.getName().equals("DestroyJavaVM")) {
                threads.add(thread.getName());
            }
        });
        System.out.println("threads=" + threads);
        System.out.println("secret=" + System.getProperty("app.secret"));
    }
}
