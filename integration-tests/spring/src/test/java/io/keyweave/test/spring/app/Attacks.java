package io.keyweave.test.spring.app;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.FileSystemResource;

/** What users may send in through an application. Each answer is what the application got, joined by {@code |}. */
final class Attacks {

    private Attacks() {}

    /** Somebody saw the text that represents a secret inside Spring, and sends it in as his own. */
    static String replayedMarker(ConfigurableEnvironment environment, String key, String upload) throws IOException {
        String marker = null;
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source.getSource() instanceof Map<?, ?> map && map.get(key) instanceof OriginTrackedValue value) {
                marker = String.valueOf(value.getValue());
            }
        }
        String copy = new String(marker.toCharArray());
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("replay", Map.of("replayed.text", copy, "replayed.list", "a," + copy)));
        List<String> got = new ArrayList<>();
        got.add(environment.getProperty("replayed.text"));
        got.add(environment.resolvePlaceholders(copy));
        got.add(environment.resolvePlaceholders("<" + copy + ">"));
        got.add(environment.resolvePlaceholders("<${replayed.text}>"));
        got.add(environment.resolvePlaceholders("${nobody:" + copy + "}"));
        got.add(Binder.get(environment).bind("replayed.text", String.class).get());
        got.add(Binder.get(environment).bind("replayed.list", String[].class).get()[1]);
        got.add(new Binder(new MapConfigurationPropertySource(Map.of("a", copy)))
                .bind("a", String.class)
                .get());
        environment.getPropertySources().remove("replay");
        Path file = Files.writeString(Path.of(upload), "upload: " + copy + "\n");
        for (PropertySource<?> source : new YamlPropertySourceLoader().load("upload", new FileSystemResource(file))) {
            environment.getPropertySources().addFirst(source);
            got.add(environment.getProperty("upload"));
            environment.getPropertySources().remove(source.getName());
        }
        YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
        factory.setResources(new FileSystemResource(file));
        got.add(factory.getObject().getProperty("upload"));
        // As a loop over all sources copies them.
        got.add(String.valueOf(new MapPropertySource("replay", Map.of(key, copy)).getProperty(key)));
        return String.join("|", got);
    }

    /** An argument that the operator wrote, and parts of one, in a property source that the application makes of a user's text. */
    static String userArguments(ConfigurableEnvironment environment) {
        PropertySource<?> users = new SimpleCommandLinePropertySource(
                "users", new String[] {"--cli.secret=$<kv:contoso/odd>", "--cli.escaped=$<kv:contoso/untouched>"});
        return users.getProperty("cli.secret") + "|" + users.getProperty("cli.escaped") + "|"
                + environment.getProperty("cli.escaped") + "|" + environment.getProperty("cli.appended");
    }

    /** A resource that gives the operator's file and a user's text in turn. */
    static String twoFacedResource(String trustedFile) throws IOException {
        List<String> got = new ArrayList<>();
        for (PropertySourceLoader loader :
                new PropertySourceLoader[] {new PropertiesPropertySourceLoader(), new YamlPropertySourceLoader()}) {
            for (int first = 0; first < 2; first++) {
                TwoFaced resource = new TwoFaced(trustedFile, first);
                for (PropertySource<?> source : loader.load("two", resource)) {
                    got.add(String.valueOf(source.getProperty("upload")));
                }
            }
        }
        return String.join("|", got);
    }

    private static final class TwoFaced extends AbstractResource {
        private final String trustedFile;
        private int count;

        TwoFaced(String trustedFile, int first) {
            this.trustedFile = trustedFile;
            this.count = first;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return count++ % 2 == 0
                    ? new ByteArrayInputStream("upload: $<kv:contoso/untouched>\n".getBytes(StandardCharsets.UTF_8))
                    : new FileInputStream(trustedFile);
        }

        @Override
        public String getDescription() {
            return "two-faced";
        }
    }
}
