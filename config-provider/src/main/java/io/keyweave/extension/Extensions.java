package io.keyweave.extension;

import io.keyweave.ConfigProvider;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * What the jars of the setting {@code extensions} provide. Opened at once and only once.
 *
 * @param providers those that can be used, in the order of the setting
 * @param problems what cannot be used, a sentence for each
 */
public record Extensions(List<ConfigProvider> providers, List<String> problems) {

    private static final String JAR = ".jar";
    private static final String SERVICE = "META-INF/services/" + ConfigProvider.class.getName();
    private static final int MAX_SCHEME = 16;

    /** @param paths jars, and directories of which every jar is taken, in the order of their names */
    public static Extensions open(List<String> paths) {
        Extensions opened = new Extensions(new ArrayList<>(), new ArrayList<>());
        for (String path : paths) {
            File file = new File(path);
            if (file.isDirectory()) {
                opened.directory(file);
            } else {
                opened.jar(file);
            }
        }
        return opened;
    }

    private void directory(File directory) {
        File[] jars = directory.listFiles((parent, name) -> name.endsWith(JAR));
        if (jars == null || jars.length == 0) {
            problems.add(
                    "The extension directory " + directory + (jars == null ? " cannot be read." : " holds no jar."));
            return;
        }
        Arrays.sort(jars);
        for (File jar : jars) {
            jar(jar);
        }
    }

    /**
     * Not by {@link java.util.ServiceLoader}: it asks the loader for URLs, and reads them through a cache of jars that all of the JVM shares. Under the agent
     * both are patched, to know what an application reads.
     */
    private void jar(File jar) {
        // A class loader would be silent about a file that is not a jar. It stays open until the loader has opened it,
        // too: its directory is read once.
        try (ZipFile open = new ZipFile(jar)) {
            ExtensionLoader loader =
                    new ExtensionLoader(jar.getName(), jar.toURI().toURL());
            Set<String> named = named(open);
            for (String name : named) {
                add(jar, new ExtensionProvider(made(loader, name), loader));
            }
            if (named.isEmpty()) {
                broken(jar, "it names no class in " + SERVICE);
            }
        } catch (IOException e) {
            broken(jar, jar.exists() ? "it is not a jar that can be read" : "there is no such file");
        } catch (ClassNotFoundException e) {
            broken(jar, SERVICE + " names the class " + e.getMessage() + ", which is not there");
        } catch (InvocationTargetException e) {
            // Its text would be the extension's own.
            broken(
                    jar,
                    "its provider failed with "
                            + e.getTargetException().getClass().getName());
        } catch (ReflectiveOperationException e) {
            broken(jar, "its provider has no public constructor without parameters");
        } catch (RuntimeException | LinkageError e) {
            broken(jar, "its provider failed with " + e.getClass().getName() + missing(e));
        }
    }

    /** The classes that the jar says provide secrets, as {@link java.util.ServiceLoader} reads it. */
    private static Set<String> named(ZipFile jar) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        ZipEntry entry = jar.getEntry(SERVICE);
        if (entry != null) {
            String text;
            try (InputStream in = jar.getInputStream(entry)) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            StringTokenizer lines = new StringTokenizer(text, "\r\n");
            while (lines.hasMoreTokens()) {
                String line = lines.nextToken();
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static ConfigProvider made(ExtensionLoader loader, String name) throws ReflectiveOperationException {
        return Class.forName(name, false, loader)
                .asSubclass(ConfigProvider.class)
                .getConstructor()
                .newInstance();
    }

    private static String missing(Throwable e) {
        return e instanceof NoClassDefFoundError ? " for " + e.getMessage() : "";
    }

    private void add(File jar, ConfigProvider provider) {
        String scheme = provider.scheme();
        if (!isScheme(scheme)) {
            broken(jar, "its scheme is not 1 to 16 of a-z, 0-9 and -");
        } else if (of(scheme) != null) {
            broken(jar, "its scheme " + scheme + " is provided by another extension, too");
        } else {
            providers.add(provider);
        }
    }

    private void broken(File jar, String why) {
        problems.add("The extension " + jar + " cannot be used: " + why + ".");
    }

    private static boolean isScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_SCHEME;
    }

    /** The provider of that scheme, or {@code null}. */
    public @Nullable ConfigProvider of(String scheme) {
        for (ConfigProvider provider : providers) {
            if (provider.scheme().equals(scheme)) {
                return provider;
            }
        }
        return null;
    }
}
