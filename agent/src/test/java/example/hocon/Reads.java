package example.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigBeanFactory;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Loads the file named by the system property {@code test.file} and returns reads of it, to be repeated after rotations. */
public final class Reads implements Callable<Map<String, Supplier<Object>>> {

    /** What {@code ConfigBeanFactory} fills. */
    public static final class Bean {
        private String password;
        private int port;

        public String getPassword() {
            return password;
        }

        public void setPassword(String password) {
            this.password = password;
        }

        public int getPort() {
            return port;
        }

        public void setPort(int port) {
            this.port = port;
        }
    }

    @Override
    public Map<String, Supplier<Object>> call() {
        Config config = load(new File(System.getProperty("test.file")));
        Map<String, Supplier<Object>> reads = new LinkedHashMap<>();
        reads.put("string", () -> config.getString("db.password"));
        reads.put("hasPath", () -> config.hasPath("db.password"));
        reads.put("isNull", () -> config.hasPathOrNull("db.password"));
        reads.put("int", () -> config.getInt("db.port"));
        reads.put("anyRef", () -> config.getAnyRef("db.password"));
        reads.put("value", () -> config.getValue("db.password").unwrapped());
        reads.put("list", () -> config.getStringList("list"));
        reads.put("listSize", () -> config.getList("list").size());
        reads.put("bean", () -> {
            Bean bean = ConfigBeanFactory.create(config.getConfig("db"), Bean.class);
            return bean.getPassword() + " " + bean.getPort();
        });
        reads.put("unwrapped", () -> config.root().unwrapped());
        reads.put("names", () -> config.getObject("db").keySet());
        reads.put("size", () -> config.getObject("db").size());
        reads.put("entries", () -> {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
                entries.put(entry.getKey(), entry.getValue().unwrapped());
            }
            return entries;
        });
        reads.put("substituted", () -> config.getString("substituted"));
        reads.put("concatenated", () -> config.getString("concatenated"));
        reads.put("render", () -> config.root().render());
        reads.put("renderConcise", () -> config.root()
                .render(ConfigRenderOptions.concise().setJson(false)));
        reads.put("toString", () -> config + " " + config.getValue("db.password"));
        reads.put("serialised", () -> serialised(config).getString("db.password"));
        reads.put("renderSerialised", () -> serialised(config).root().render(ConfigRenderOptions.concise()));
        reads.put("merged", () -> config.withFallback(ConfigFactory.parseString("db.more = 1"))
                .getString("db.password"));
        reads.put(
                "withFallbackOfSameKey", () -> config.withFallback(ConfigFactory.parseString("db.password = fallback"))
                        .getString("db.password"));
        reads.put("equal", () -> {
            Config same = load(new File(System.getProperty("test.file")));
            return config.equals(same)
                    && config.hashCode() == same.hashCode()
                    && config.getValue("db.password").equals(same.getValue("db.password"));
        });
        reads.put("equalToPlain", () -> {
            ConfigValue live = config.getValue("db.password");
            ConfigValue plain = ConfigValueFactory.fromAnyRef(live.unwrapped());
            return live.equals(plain) && plain.equals(live) && live.hashCode() == plain.hashCode();
        });
        reads.put("missing", () -> {
            try {
                return config.getString("db.password");
            } catch (ConfigException.Missing e) {
                return e.getMessage();
            }
        });
        ConfigValue held = config.getValue("db.password");
        reads.put("held", held::unwrapped);
        reads.put("heldType", () -> held.valueType().name());
        return reads;
    }

    private static Config load(File file) {
        return ConfigFactory.parseFile(file)
                .withFallback(ConfigFactory.systemEnvironment())
                .resolve(ConfigResolveOptions.defaults());
    }

    private static Config serialised(Config config) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(config);
            }
            ClassLoader loader = Reads.class.getClassLoader();
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
                @Override
                protected Class<?> resolveClass(ObjectStreamClass type) throws ClassNotFoundException {
                    return Class.forName(type.getName(), false, loader);
                }
            }) {
                return (Config) in.readObject();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
