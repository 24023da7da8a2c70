package io.keyweave.junit.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Fails a Spring test whose configuration holds a placeholder that nobody resolves, before any bean is made: without it the application logs in with the
 * text of the placeholder, and the test says that a password is wrong. Works for every test of the Spring TestContext Framework, {@code @SpringBootTest}
 * included, with Spring 5.3 to 7. A property {@code keyweave.require=false} leaves it out.
 */
public final class PlaceholderCheck implements ContextCustomizerFactory {

    private static final String SWITCH = "keyweave.require";

    /** What the agent would resolve. A name or an option that is wrong is told by the agent. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?<!\\$)\\$<kv:[^<>]*>|^@Microsoft\\.KeyVault\\(", Pattern.CASE_INSENSITIVE);

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        return new Customizer();
    }

    /** All are equal, or each test would get a context of its own. */
    private record Customizer() implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            ConfigurableEnvironment environment = context.getEnvironment();
            if ("false".equals(environment.getProperty(SWITCH))) {
                return;
            }
            List<String> found = new ArrayList<>();
            for (PropertySource<?> source : environment.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> enumerable) {
                    look(enumerable, found);
                }
            }
            if (!found.isEmpty()) {
                throw new IllegalStateException(
                        "keyweave: this test would see placeholders as text, because no agent resolves"
                                + " them in this JVM: " + String.join("; ", found)
                                + ". Run the tests with -javaagent:keyweave-agent.jar=late-settings=true and @DevVault on the test"
                                + " class (docs/testing.md; IDEs need it in the run configuration). If the text is meant as it is, set "
                                + SWITCH + "=false.");
            }
        }

        /** The agent gives whoever reads a source the secret. */
        private static void look(EnumerablePropertySource<?> source, List<String> found) {
            for (String name : source.getPropertyNames()) {
                Object value = source.getProperty(name);
                if (value != null && PLACEHOLDER.matcher(value.toString()).find()) {
                    found.add(name + " in " + source.getName());
                }
            }
        }
    }
}
