package io.keyweave.test.spring.app;

import ch.qos.logback.classic.LoggerContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.PropertySource;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * Answers questions on standard input: {@code get KEY}, {@code bean NAME}, {@code http PATH}, {@code upload FILE}, {@code set KEY TEXT},
 * {@code events}. An answer is one line, {@code =} and the text, line breaks as {@code ¶}.
 */
@SpringBootApplication
@EnableConfigurationProperties(AppProperties.class)
@PropertySource("classpath:extra.properties")
@PropertySource("${extra.more:classpath:extra.properties}")
public class SpringApplicationUnderTest {

    private final List<Set<String>> events = new CopyOnWriteArrayList<>();

    @Value("${app.password}")
    String value = "";

    @Value("${env.secret}")
    String fromEnvironment = "";

    @Value("<${app.password}>")
    String around = "";

    @Value("#{'${app.host}'.length() + 1}")
    String expression = "";

    @EventListener
    void changed(EnvironmentChangeEvent event) {
        events.add(event.getKeys());
    }

    public static void main(String[] arguments) throws Exception {
        // As an application that adds an argument of its own, made of what a user typed.
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--cli.appended=$<kv:contoso/untouched>";
        ConfigurableApplicationContext context = SpringApplication.run(SpringApplicationUnderTest.class, all);
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ", 3);
            System.out.println("=" + answer(context, words).replace("\n", "¶"));
        }
        context.close();
        System.exit(0);
    }

    static String answer(ConfigurableApplicationContext context, String[] words) throws Exception {
        ConfigurableEnvironment environment = context.getEnvironment();
        SpringApplicationUnderTest self = context.getBean(SpringApplicationUnderTest.class);
        AppProperties bound = context.getBean(AppProperties.class);
        return switch (words[0]) {
            case "get" -> String.valueOf(environment.getProperty(words[1]));
            case "upload" -> upload(environment, words[1]);
            case "set" -> {
                environment
                        .getPropertySources()
                        .addFirst(new MapPropertySource("user", java.util.Map.of(words[1], words[2])));
                yield "done";
            }
            case "runtime-bean" -> runtimeBean();
            case "replay" -> Attacks.replayedMarker(environment, words[1], words[2]);
            case "arguments" -> Attacks.userArguments(environment);
            case "two-faced" -> Attacks.twoFacedResource(words[1]);
            case "class-path" -> ClassPathReader.read();
            case "events" -> {
                List<String> keys = new ArrayList<>();
                self.events.forEach(keys::addAll);
                yield String.join(",", keys);
            }
            case "http" -> http(environment, words[1]);
            case "reactive" -> Boolean.toString(context.containsBean("webHandler"));
            case "bean" ->
                switch (words[1]) {
                    case "value" -> self.value;
                    case "environment" -> self.fromEnvironment;
                    case "around" -> self.around;
                    case "expression" -> self.expression;
                    case "refreshed" -> context.getBean(Refreshed.class).two();
                    case "password" -> bound.password();
                    case "list" -> String.join("|", bound.list());
                    case "single" -> String.join("|", bound.single());
                    case "map" -> String.valueOf(bound.map().get("key"));
                    case "nested" ->
                        bound.nested().userName() + "|" + bound.nested().passWord();
                    case "early" -> context.getBean(Early.Seen.class).password();
                    case "binder" ->
                        String.join(
                                "|", context.getBean(Early.Seen.class).nested().values());
                    case "conditional" -> String.valueOf(context.getBeanNamesForType(Conditional.class).length);
                    case "logback" -> ((LoggerContext) LoggerFactory.getILoggerFactory()).getProperty("logged");
                    case "url" -> bound.url();
                    case "inside" -> bound.inside();
                    case "absent" -> String.valueOf(bound.absent());
                    default -> throw new IllegalArgumentException(words[1]);
                };
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    /** What a monitoring agent copies, after the application has set properties of its own to secrets. */
    private static String runtimeBean() {
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("encoded.")) {
                System.setProperty("copied." + name.substring("encoded.".length()), System.getProperty(name));
            }
        }
        RuntimeMXBean bean = ManagementFactory.getRuntimeMXBean();
        StringBuilder shown = new StringBuilder(String.join(" ", bean.getInputArguments()));
        bean.getSystemProperties()
                .forEach((name, value) ->
                        shown.append(" {").append(name).append('=').append(value));
        return shown.toString();
    }

    /** What an application does with a file of a user. */
    private static String upload(ConfigurableEnvironment environment, String file) throws Exception {
        new PropertiesPropertySourceLoader()
                .load("upload", new FileSystemResource(file))
                .forEach(environment.getPropertySources()::addLast);
        return "done";
    }

    private static String http(ConfigurableEnvironment environment, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + environment.getProperty("local.server.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
