package com.example.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigBeanFactory;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * An application that knows nothing of Keyweave: loads its configuration once and answers reads of it from standard input. An answer begins
 * with {@code = }, an exception with {@code ! }.
 */
public final class HoconShell {

    /** Made once of {@code Properties} that the application loaded itself. */
    private static Config extras = ConfigFactory.empty();

    private HoconShell() {}

    /** What {@code ConfigBeanFactory} fills. */
    public static final class Database {
        private String password;
        private int port;

        public void setPassword(String password) {
            this.password = password;
        }

        public String getPassword() {
            return password;
        }

        public void setPort(int port) {
            this.port = port;
        }

        public int getPort() {
            return port;
        }
    }

    public static void main(String[] args) throws Exception {
        Config config = ConfigFactory.load();
        Properties loaded = new Properties();
        try (InputStream extra = HoconShell.class.getResourceAsStream("/extra.properties")) {
            if (extra != null) {
                loaded.load(extra);
            }
        }
        extras = ConfigFactory.parseProperties(loaded);
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            try {
                System.out.println("= " + answer(config, words[0], words.length > 1 ? words[1] : ""));
            } catch (ConfigException e) {
                System.out.println("= ! " + (e instanceof ConfigException.Missing ? "Missing " : "") + e.getMessage());
            }
        }
    }

    private static Object answer(Config config, String what, String path) throws Exception {
        switch (what) {
            case "string":
                return config.getString(path);
            case "digest":
                return config.getString(path).length() + " "
                        + config.getString(path).hashCode();
            case "int":
                return config.getInt(path);
            case "list":
                return config.getStringList(path);
            case "has":
                return config.hasPath(path);
            case "names":
                return new TreeMap<>(config.getObject(path)).keySet();
            case "bean":
                Database database = ConfigBeanFactory.create(config.getConfig(path), Database.class);
                return database.getPassword() + " " + database.getPort();
            case "unwrapped":
                return new TreeMap<>(config.getObject(path).unwrapped());
            case "entries":
                TreeMap<String, Object> entries = new TreeMap<>();
                for (Map.Entry<String, ConfigValue> entry :
                        config.getConfig(path).entrySet()) {
                    entries.put(entry.getKey(), entry.getValue().unwrapped());
                }
                return entries;
            case "render":
                return config.root().render(ConfigRenderOptions.concise()).replace("\n", " ");
            case "print":
                return config.toString();
            case "serialised":
                return serialised(config).getString(path);
            case "system":
                return ConfigFactory.systemProperties().getString(path);
            case "renderSystem":
                return ConfigFactory.systemProperties().root().render(ConfigRenderOptions.concise())
                        + ConfigFactory.systemEnvironment().root().render(ConfigRenderOptions.concise());
            case "extra":
                return extras.getString(path);
            case "renderExtra":
                return extras.root().render(ConfigRenderOptions.concise());
            case "visible":
                try {
                    return Class.forName(path).getName();
                } catch (ClassNotFoundException e) {
                    return "not found";
                }
            case "reload":
                ConfigFactory.invalidateCaches();
                return ConfigFactory.load().getString(path);
            default:
                throw new IllegalArgumentException(what);
        }
    }

    private static Config serialised(Config config) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(config);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Config) in.readObject();
        }
    }
}
