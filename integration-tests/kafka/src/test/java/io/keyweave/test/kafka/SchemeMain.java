package io.keyweave.test.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.runtime.isolation.Plugins;

/** Reads one variable as a client does, by the class path, or as a Connect worker does, by its plug-in path. */
final class SchemeMain {

    private SchemeMain() {}

    /** @param args the configuration, and for a worker {@code plugin.path}, the provider's name and the key of the variable */
    public static void main(String[] args) throws IOException {
        Properties file = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(args[0]))) {
            file.load(in);
        }
        Map<String, String> properties = new HashMap<>();
        file.stringPropertyNames().forEach(name -> properties.put(name, file.getProperty(name)));
        System.out.println("value = " + (args.length == 1 ? client(properties) : worker(properties, args)));
        System.exit(0);
    }

    private static Object client(Map<String, String> properties) {
        return new AbstractConfig(new ConfigDef(), properties, false)
                .originals()
                .get("sasl.password");
    }

    private static Object worker(Map<String, String> properties, String[] args) throws IOException {
        Plugins plugins = new Plugins(Map.of("plugin.path", args[1], "plugin.discovery", "service_load"));
        properties.remove("config.providers");
        try (ConfigProvider provider = plugins.newConfigProvider(
                new AbstractConfig(new ConfigDef(), properties, false),
                "config.providers." + args[2],
                Plugins.ClassLoaderUsage.PLUGINS)) {
            return provider.get("", Set.of(args[3])).data().get(args[3]);
        }
    }
}
