package com.example.trust;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;

/** Reads {@code a.properties} of class loaders that are neither its own nor its thread's, in every way. Prints {@code how=what it got}. */
public final class ReadsResources {

    private ReadsResources() {}

    /** @param args whether the loaders are to load a class before, then URLs of class paths; nothing for its own loader */
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            ClassLoader own = ReadsResources.class.getClassLoader();
            read(own.getClass().getName(), own, false);
            return;
        }
        boolean code = Boolean.parseBoolean(args[0]);
        for (int i = 1; i < args.length; i++) {
            try (URLClassLoader loader = new URLClassLoader(new URL[] {new URL(args[i])}, null)) {
                read(args[i], loader, code);
            }
            try (URLClassLoader parent = new URLClassLoader(new URL[] {new URL(args[i])}, null);
                    URLClassLoader child = new URLClassLoader(new URL[0], parent)) {
                read("parent of " + args[i], child, code);
            }
        }
        try (InputStream type = ReadsResources.class.getResourceAsStream("PlugIn.class")) {
            Map<String, byte[]> files = Map.of(
                    "com/example/trust/PlugIn.class",
                    type.readAllBytes(),
                    "a.properties",
                    "a=$<kv:contoso/granted>\n".getBytes(StandardCharsets.UTF_8));
            read("own URLs", new MemoryLoader(files, true), code);
            read("own streams", new MemoryLoader(files, false), code);
        }
        if (!code) {
            texts();
        }
    }

    /** What a user sent, in what readers of resources are made of. */
    private static void texts() throws Exception {
        String text = "a=$<kv:contoso/granted>\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        print("text, pushed back", new PushbackReader(new StringReader(text)));
        print("text, data stream", new DataInputStream(new ByteArrayInputStream(bytes)));
        InputStream resource = ReadsResources.class.getResourceAsStream("PlugIn.class");
        resource.readAllBytes();
        print("text behind a resource", new SequenceInputStream(resource, new ByteArrayInputStream(bytes)));
        System.out.println(
                "text, bundle=" + new PropertyResourceBundle(new ByteArrayInputStream(bytes)).getString("a"));
        Properties set = new Properties();
        set.setProperty("a", "$<kv:contoso/granted>");
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        new ObjectOutputStream(sent).writeObject(set);
        Object received = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray())).readObject();
        System.out.println("text, serialised=" + ((Properties) received).getProperty("a"));
    }

    private static void read(String what, ClassLoader loader, boolean code) throws Exception {
        if (code) {
            loader.loadClass("com.example.trust.PlugIn");
        }
        print(what + ", stream", loader.getResourceAsStream("a.properties"));
        print(what + ", buffered", new BufferedInputStream(loader.getResourceAsStream("a.properties")));
        print(what + ", reader", new InputStreamReader(loader.getResourceAsStream("a.properties")));
        print(
                what + ", buffered reader",
                new BufferedReader(new InputStreamReader(
                        new BufferedInputStream(loader.getResourceAsStream("a.properties")), StandardCharsets.UTF_8)));
        if (loader.getResource("a.properties") == null) {
            return;
        }
        print(what + ", URL", loader.getResource("a.properties").openStream());
        print(
                what + ", connection",
                new InputStreamReader(
                        loader.getResource("a.properties").openConnection().getInputStream()));
        Enumeration<URL> all = loader.getResources("a.properties");
        print(what + ", URLs", new BufferedInputStream(all.nextElement().openStream()));
        System.out.println(what + ", bundle="
                + ResourceBundle.getBundle("a", Locale.ROOT, loader).getString("a"));
        System.out.println(what + ", bundle read again="
                + ResourceBundle.getBundle("a", Locale.ROOT, loader, new ReadsAgain())
                        .getString("a"));
        URLConnection uncached = loader.getResource("a.properties").openConnection();
        uncached.setUseCaches(false);
        print(what + ", connection without cache", new InputStreamReader(uncached.getInputStream()));
        System.out.println(what + ", HOCON="
                + ConfigFactory.parseResources(loader, "a.properties").getString("a"));
    }

    /** Opens its resource itself, and anew each time. */
    private static final class ReadsAgain extends ResourceBundle.Control {
        @Override
        public List<String> getFormats(String baseName) {
            return FORMAT_PROPERTIES;
        }

        @Override
        public long getTimeToLive(String baseName, Locale locale) {
            return TTL_DONT_CACHE;
        }
    }

    private static void print(String how, InputStream in) throws IOException {
        Properties properties = new Properties();
        try (in) {
            properties.load(in);
        }
        System.out.println(how + "=" + properties.getProperty("a"));
    }

    private static void print(String how, Reader in) throws IOException {
        Properties properties = new Properties();
        try (in) {
            properties.load(in);
        }
        System.out.println(how + "=" + properties.getProperty("a"));
    }
}
