package com.example.harmless;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * An application whose own code is called by the agent: from there it takes the agent's classes off the stack and from the agent's threads, with their
 * loaders and all that these load, and reflects on them. Prints where it met the agent, and what it reached.
 */
public final class WalksStack {

    private static final String XML =
            "<!DOCTYPE properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\"><properties><entry key=\"a\">1</entry></properties>";

    /** What holds the power: each is looked up by name in every loader that is found. */
    private static final List<String> OF_INTEREST = List.of(
            "io.keyweave.agent.instrument.Jvm",
            "io.keyweave.agent.runtime.Agent",
            "io.keyweave.agent.instrument.PatchTransformer",
            "io.keyweave.agent.instrument.Hooks",
            "com.azure.core.http.HttpClient");

    private static final Set<Class<?>> FOUND = new LinkedHashSet<>();
    private static final Set<String> MET = new TreeSet<>();
    private static final Set<String> REACHED = new TreeSet<>();

    private WalksStack() {}

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.load(new Walking("InputStream", "a=1\n"));
        properties.loadFromXML(new Walking("XML", XML));
        properties.load(new WalkingReader());
        new Putting().load(new StringReader("a=1\n"));
        System.getProperties().store(new WalkingWriter(), "");
        System.getProperties().computeIfAbsent("no.such.property", name -> walk("function"));
        System.getProperties().forEach((key, value) -> walk("consumer"));
        boolean unused = System.getProperties().containsKey(new Key());
        Loader loader = new Loader();
        loader.defineOne();
        loader.getResourceAsStream("no-such-resource");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            add(thread.getClass());
            ClassLoader context = thread.getContextClassLoader();
            if (context != null && isForeign(context.getClass(), context)) {
                addOfInterest(context);
            }
        }
        attack();
        System.out.println("met=" + MET);
        System.out.println("reached=" + REACHED);
        System.out.println("secret=" + System.getProperty("app.secret"));
    }

    private static Object walk(String where) {
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).forEach(frame -> {
            Class<?> type = frame.getDeclaringClass();
            if (add(type)) {
                MET.add(where);
            }
        });
        return null;
    }

    private static boolean add(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (!isForeign(type, loader)) {
            return false;
        }
        if (FOUND.add(type)) {
            addOfInterest(loader);
        }
        return true;
    }

    /** Neither the application's nor the JDK's. */
    private static boolean isForeign(Class<?> type, ClassLoader loader) {
        return loader != null
                && loader != WalksStack.class.getClassLoader()
                && loader != ClassLoader.getPlatformClassLoader()
                && !type.getName().startsWith("com.example.");
    }

    private static void addOfInterest(ClassLoader loader) {
        FOUND.add(loader.getClass());
        for (String name : OF_INTEREST) {
            try {
                FOUND.add(Class.forName(name, true, loader));
            } catch (ClassNotFoundException | LinkageError notThere) {
                // Another loader.
            }
        }
    }

    private static void attack() {
        Deque<Class<?>> all = new ArrayDeque<>(FOUND);
        Set<Class<?>> seen = new HashSet<>();
        while (!all.isEmpty()) {
            Class<?> type = all.remove();
            if (!seen.add(type) || type.getClassLoader() == WalksStack.class.getClassLoader()) {
                continue;
            }
            for (AccessibleObject member : members(type, all)) {
                try {
                    member.setAccessible(true);
                    REACHED.add(member.toString());
                } catch (RuntimeException refused) {
                    // As it should be.
                }
            }
            try {
                MethodHandles.privateLookupIn(type, MethodHandles.lookup());
                REACHED.add("lookup in " + type);
            } catch (IllegalAccessException | RuntimeException refused) {
                // As it should be.
            }
            try {
                type.getModule().addOpens(type.getPackageName(), WalksStack.class.getModule());
                REACHED.add("opened " + type);
            } catch (RuntimeException refused) {
                // As it should be.
            }
        }
    }

    private static List<AccessibleObject> members(Class<?> type, Deque<Class<?>> further) {
        List<AccessibleObject> members = new ArrayList<>();
        try {
            // What everybody may call says nothing.
            boolean open = Modifier.isPublic(type.getModifiers())
                    && type.getModule().isExported(type.getPackageName(), WalksStack.class.getModule());
            members.addAll(List.of(type.getDeclaredFields()));
            for (Method method : type.getDeclaredMethods()) {
                if (!open || !Modifier.isPublic(method.getModifiers())) {
                    members.add(method);
                }
            }
            members.addAll(List.of(type.getDeclaredConstructors()));
            if (type.getClassLoader() != null) {
                further.addAll(List.of(type.getDeclaredClasses()));
            }
        } catch (SecurityException refused) {
            // As it should be.
        }
        return members;
    }

    private static final class Walking extends ByteArrayInputStream {
        private final String where;

        Walking(String where, String text) {
            super(text.getBytes(StandardCharsets.UTF_8));
            this.where = where;
        }

        @Override
        public synchronized int read() {
            walk(where);
            return super.read();
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            walk(where);
            return super.read(buffer, offset, length);
        }
    }

    private static final class WalkingReader extends Reader {
        @Override
        public int read(char[] buffer, int offset, int length) {
            walk("Reader");
            return -1;
        }

        @Override
        public void close() {}
    }

    private static final class WalkingWriter extends Writer {
        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            walk("Writer");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class Putting extends Properties {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Object put(Object key, Object value) {
            walk("put");
            return super.put(key, value);
        }
    }

    private static final class Key {
        @Override
        public int hashCode() {
            walk("hashCode");
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public String toString() {
            walk("toString");
            return "key";
        }
    }

    private static final class Loader extends ClassLoader {

        /** The agent remembers what loaders of code return. */
        void defineOne() throws IOException {
            try (InputStream in = WalksStack.class.getResourceAsStream("WalksStack$Key.class")) {
                byte[] type = in.readAllBytes();
                defineClass(null, type, 0, type.length);
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            walk("class loader");
            return super.getResourceAsStream(name);
        }
    }
}
