package io.keyweave.test.frameworks.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.micronaut.context.ApplicationContext;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.MapBackedConfigSource;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import liquibase.configuration.core.DefaultsFileValueProvider;
import org.apache.camel.main.Main;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.pekko.actor.ActorSystem;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.flywaydb.core.internal.configuration.ConfigUtils;
import org.flywaydb.core.internal.configuration.TomlUtils;
import org.quartz.impl.StdSchedulerFactory;

/** Starts one framework in a working directory that holds its files, and tells what it got. */
public final class Frameworks {

    private Frameworks() {}

    public static void main(String[] args) throws Exception {
        for (String framework : args) {
            switch (framework) {
                case "smallrye" -> smallrye();
                case "micronaut" -> micronaut();
                case "dropwizard" -> dropwizard();
                case "vertx" -> vertx();
                case "helidon" -> helidon();
                case "helidon-mp" -> helidonMp();
                case "log4j2" -> log4j2();
                case "logback" -> logback();
                case "quartz" -> quartz();
                case "camel" -> camel();
                case "pekko" -> pekko();
                case "flyway" -> flyway();
                case "liquibase" -> liquibase();
                default -> throw new IllegalArgumentException(framework);
            }
        }
        System.out.println("ended");
        System.exit(0);
    }

    private static void smallrye() throws Exception {
        Map<String, String> ofUsers = new ConcurrentHashMap<>();
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors((ConfigSourceInterceptor) (context, name) -> {
                    ConfigValue value = context.proceed(name);
                    if (name.equals("of.properties")) {
                        // Seen before anybody has made a value of it, and sent in by a user.
                        ofUsers.put("of.user", new StringBuilder(value.getValue()).toString());
                        ofUsers.put("of.user.more", "x ${of.user}");
                    }
                    return value;
                })
                .withSources(new MapBackedConfigSource("of users", ofUsers) {})
                .addDefaultSources()
                .addDiscoveredSources()
                .build();
        Told.value("smallrye-page", () -> config.getValue("quarkus.datasource.password", String.class));
        Told.value("smallrye-properties", () -> config.getValue("of.properties", String.class));
        Told.value("smallrye-user", () -> {
            String got = config.getValue("of.user", String.class);
            return got.equalsIgnoreCase(ofUsers.get("of.user")) ? "text" : got;
        });
        Told.value("smallrye-user-expression", () -> {
            String got = config.getValue("of.user.more", String.class);
            return got.equalsIgnoreCase("x " + ofUsers.get("of.user")) ? "text" : got;
        });
        Told.value("smallrye-yaml", () -> config.getValue("of.yaml", String.class));
        Told.value("smallrye-location", () -> config.getValue("of.location", String.class));
        Told.value("smallrye-expression", () -> config.getValue("of.expression", String.class));
        Told.value("smallrye-pin", () -> config.getValue("of.pin", String.class));
        Told.value("smallrye-absent", () -> config.getOptionalValue("of.absent", String.class)
                .orElse(null));
        Told.value("smallrye-raw", () -> config.getConfigValue("of.properties").getRawValue());
        Told.value("smallrye-of-source", () -> {
            for (ConfigSource source : config.getConfigSources()) {
                if (source.getPropertyNames().contains("of.properties")) {
                    return source.getValue("of.properties");
                }
            }
            return null;
        });
        Told.value("smallrye-of-map", () -> {
            for (ConfigSource source : config.getConfigSources()) {
                if (source.getPropertyNames().contains("of.yaml")) {
                    return source.getProperties().get("of.yaml");
                }
            }
            return null;
        });
        System.out.println("ready");
        while (System.in.read() == '\n') {
            Told.value("smallrye-now", () -> config.getValue("of.rotating", String.class));
        }
    }

    private static void micronaut() {
        try (ApplicationContext context = ApplicationContext.builder().start()) {
            Told.value("micronaut-yaml", () -> context.getProperty("of.yaml", String.class)
                    .orElse(null));
            Told.value("micronaut-properties", () -> context.getProperty("of.properties", String.class)
                    .orElse(null));
            Told.value("micronaut-file", () -> context.getProperty("of.file", String.class)
                    .orElse(null));
            Told.value("micronaut-url", () -> context.getProperty("of.url", String.class)
                    .orElse(null));
        }
    }

    /** A Dropwizard configuration. */
    public static final class Configuration {
        @JsonProperty
        public String password = "";
    }

    private static void dropwizard() {
        Told.value("dropwizard", () -> new YamlConfigurationFactory<>(
                        Configuration.class, null, Jackson.newObjectMapper(), "dw")
                .build(new FileConfigurationSourceProvider(), "config.yml")
                .password);
    }

    private static void vertx() throws Exception {
        Vertx vertx = Vertx.vertx();
        for (String format : new String[] {"json", "yaml", "hocon", "properties"}) {
            Told.value("vertx-" + format, () -> ConfigRetriever.create(
                            vertx,
                            new ConfigRetrieverOptions()
                                    .addStore(new ConfigStoreOptions()
                                            .setType("file")
                                            .setFormat(format)
                                            .setConfig(new JsonObject().put("path", "vertx." + format))))
                    .getConfig()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .getString("password"));
        }
        vertx.close();
    }

    /** Helidon 4 needs Java 21, so nothing here is compiled against it. */
    private static void helidon() throws Exception {
        Class<?> type = Class.forName("io.helidon.config.Config");
        Object config = type.getMethod("create").invoke(null);
        Method get = type.getMethod("get", String.class);
        Told.value("helidon", () -> {
            Object node = get.invoke(config, "password");
            Object text = type.getMethod("asString").invoke(node);
            return Class.forName("io.helidon.config.ConfigValue")
                    .getMethod("get")
                    .invoke(text);
        });
    }

    /** Of Java 21, beside the class path that this is compiled with. */
    private static void helidonMp() throws Exception {
        ConfigProviderResolver resolver =
                (ConfigProviderResolver) Class.forName("io.helidon.config.mp.MpConfigProviderResolver")
                        .getConstructor()
                        .newInstance();
        Config config =
                resolver.getBuilder().addDefaultSources().addDiscoveredSources().build();
        for (String key : new String[] {"properties", "yaml", "expression"}) {
            Told.value("helidon-mp-" + key, () -> config.getValue("of." + key, String.class));
        }
    }

    private static void log4j2() {
        for (String format : new String[] {"xml", "yaml", "json", "properties"}) {
            Told.value("log4j2-" + format, () -> {
                LoggerContext context = Configurator.initialize(
                        "test", Path.of("log4j2." + format).toUri().toString());
                try {
                    return context.getConfiguration().getStrSubstitutor().replace("${password}");
                } finally {
                    // There is one for this thread: the next file would make no other.
                    Configurator.shutdown(context);
                }
            });
        }
    }

    private static void logback() {
        Told.value("logback", () -> {
            ch.qos.logback.classic.LoggerContext context = new ch.qos.logback.classic.LoggerContext();
            ch.qos.logback.classic.joran.JoranConfigurator configurator =
                    new ch.qos.logback.classic.joran.JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(Path.of("logback.xml").toFile());
            return context.getProperty("password");
        });
    }

    private static void quartz() {
        Told.value("quartz", () -> {
            StdSchedulerFactory factory = new StdSchedulerFactory();
            return factory.getScheduler().getSchedulerName();
        });
        Told.value("quartz-database", Connections::password);
    }

    private static void camel() {
        Told.value("camel", () -> {
            Main main = new Main();
            main.start();
            try {
                return main.getCamelContext().resolvePropertyPlaceholders("{{password}}");
            } finally {
                main.stop();
            }
        });
    }

    /** Play reads its {@code application.conf} the same way. */
    private static void pekko() {
        ActorSystem system = ActorSystem.create("test");
        Told.value("pekko", () -> system.settings().config().getString("of.pekko"));
        system.terminate();
    }

    /** By what its command line reads its files with. */
    private static void flyway() {
        Told.value("flyway-conf", () -> ConfigUtils.loadConfigurationFile(new File("flyway.conf"), "UTF-8", true)
                .get("flyway.password"));
        Told.value("flyway-toml", () -> TomlUtils.loadConfigurationFiles(List.of(new File("flyway.toml")))
                .getEnvironments()
                .get("production")
                .getPassword());
    }

    private static void liquibase() {
        Told.value("liquibase", () -> new DefaultsFileValueProvider(new File("liquibase.properties"))
                .getMap()
                .get("liquibase.command.password"));
    }
}
