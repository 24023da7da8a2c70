package io.keyweave.extension;

import io.keyweave.ConfigProvider;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
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

    private void jar(File jar) {
        // A class loader would be silent about a file that is not a jar. It stays open until the loader has opened it,
        // too: its directory is read once.
        try (ZipFile open = new ZipFile(jar)) {
            ExtensionLoader loader =
                    new ExtensionLoader(jar.getName(), jar.toURI().toURL());
            int before = providers.size();
            for (ConfigProvider found : ServiceLoader.load(ConfigProvider.class, loader)) {
                add(jar, new ExtensionProvider(found, loader));
            }
            if (providers.size() == before && problems.isEmpty()) {
                broken(jar, "it names no class in META-INF/services/" + ConfigProvider.class.getName());
            }
        } catch (IOException e) {
            broken(jar, jar.exists() ? "it is not a jar that can be read" : "there is no such file");
        } catch (ServiceConfigurationError e) {
            // Its text holds names of classes, and none of the extension's own messages.
            Throwable cause = e.getCause();
            broken(
                    jar,
                    cause == null
                            ? String.valueOf(e.getMessage())
                            : "its provider failed with " + cause.getClass().getName());
        } catch (RuntimeException | LinkageError e) {
            broken(jar, "its provider failed with " + e.getClass().getName() + missing(e));
        }
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
