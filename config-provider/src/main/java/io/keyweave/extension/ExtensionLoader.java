package io.keyweave.extension;

import io.keyweave.ConfigProvider;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;

/**
 * The class loader of one extension. It sees the JDK and the published API, and nothing else: neither our internals nor our libraries, nor the
 * application, nor another extension. So it brings what it needs, in whatever version.
 *
 * <p>Under the agent the API is in a module that exports nothing, and its package is exported to this loader's classes alone.
 */
public final class ExtensionLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** The classes of the module {@code config-provider/api}. The package holds more, which is the library's. */
    static final Set<String> API = Set.of(
            "ConfigProvider",
            "Failure",
            "FetchResult",
            "Log",
            "ProviderSetting",
            "ProviderSettings",
            "ReferenceGrammar",
            "ReferenceReader",
            "RequestCost",
            "Secret",
            "SecretException",
            "SecretRef");

    private static final String PACKAGE = ConfigProvider.class.getPackageName() + ".";

    ExtensionLoader(String name, URL jar) {
        super("keyweave extension " + name, new URL[] {jar}, getPlatformClassLoader());
        Module api = ConfigProvider.class.getModule();
        if (api.isNamed()) {
            api.addExports(ConfigProvider.class.getPackageName(), getUnnamedModule());
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isApi(name)
                ? Class.forName(name, false, ConfigProvider.class.getClassLoader())
                : super.loadClass(name, resolve);
    }

    private static boolean isApi(String name) {
        if (!name.startsWith(PACKAGE)) {
            return false;
        }
        int nested = name.indexOf('$');
        return API.contains(name.substring(PACKAGE.length(), nested < 0 ? name.length() : nested));
    }
}
