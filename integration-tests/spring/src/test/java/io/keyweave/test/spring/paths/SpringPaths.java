package io.keyweave.test.spring.paths;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.io.support.PropertySourceFactory;

/** Spring without Spring Boot's loaders: bean definitions in XML, configurers, property sources of one's own. */
public final class SpringPaths {

    private SpringPaths() {}

    /** A value as XML and configurers set it. */
    public static final class Holder {
        private @Nullable String value;

        public void setValue(String value) {
            this.value = value;
        }

        public @Nullable String getValue() {
            return value;
        }
    }

    /** What articles recommend for YAML in {@code @PropertySource}. */
    public static final class YamlFactory implements PropertySourceFactory {
        @Override
        public org.springframework.core.env.PropertySource<?> createPropertySource(
                @Nullable String name, EncodedResource resource) {
            YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
            factory.setResources(resource.getResource());
            Properties properties = factory.getObject();
            return new PropertiesPropertySource("yaml", properties == null ? new Properties() : properties);
        }
    }

    @Configuration
    @PropertySource(value = "classpath:paths.yaml", factory = YamlFactory.class)
    static class Yaml {
        @Value("${yaml.odd}")
        String odd = "";

        @Value("${yaml.absent:default}")
        String absent = "";

        @Bean
        static PropertySourcesPlaceholderConfigurer configurer() {
            return new PropertySourcesPlaceholderConfigurer();
        }
    }

    @Configuration
    static class LocalProperties {
        @Value("${local.odd}")
        String odd = "";

        @Bean
        static PropertySourcesPlaceholderConfigurer configurer() throws Exception {
            PropertySourcesPlaceholderConfigurer configurer = new PropertySourcesPlaceholderConfigurer();
            configurer.setProperties(PropertiesLoaderUtils.loadProperties(new ClassPathResource("local.properties")));
            return configurer;
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Yaml.class)) {
            tell("yaml-value", () -> context.getBean(Yaml.class).odd);
            tell("yaml-environment", () -> context.getEnvironment().getProperty("yaml.odd"));
            tell("yaml-absent", () -> context.getBean(Yaml.class).absent);
            tell("yaml-loop", () -> copied(context.getEnvironment(), "yaml.odd"));
        }
        tell("yaml-properties", () -> {
            YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
            factory.setResources(new ClassPathResource("paths.yaml"));
            return factory.getObject().getProperty("yaml.odd");
        });
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext(LocalProperties.class)) {
            tell("local-value", () -> context.getBean(LocalProperties.class).odd);
        }
        try (GenericXmlApplicationContext context = new GenericXmlApplicationContext("classpath:paths.xml")) {
            for (String bean : List.of("plain", "inside", "local", "legacy", "map", "util")) {
                tell("xml-" + bean, () -> context.getBean(bean, Holder.class).getValue());
            }
            // A second prototype is made of the same definition.
            tell("xml-again", () -> context.getBean("local", Holder.class).getValue());
            tell("xml-properties", () -> context.getBean("properties", Properties.class)
                    .getProperty("util.odd"));
        }
        boot(arguments);
        System.out.println("ended");
        System.exit(0);
    }

    @Configuration
    static class Boot {
        @Value("${boot.port:5432}")
        String port = "";

        @Value("${arg.port:5432}")
        String argument = "";
    }

    private static void boot(String[] arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Boot.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(arguments)) {
            ConfigurableEnvironment environment = context.getEnvironment();
            tell("boot-optional-value", () -> context.getBean(Boot.class).port);
            tell("boot-optional-get", () -> environment.getProperty("boot.port"));
            tell("boot-optional-contains", () -> environment.containsProperty("boot.port"));
            tell("boot-optional-lower", () -> environment.getProperty("boot.lower"));
            tell("boot-optional-argument", () -> context.getBean(Boot.class).argument);
            tell("boot-odd", () -> environment.getProperty("boot.odd"));
            tell("boot-import", () -> environment.getProperty("boot.imported"));
            tell("boot-hint", () -> environment.getProperty("boot.hint"));
            tell("boot-named", () -> environment.getProperty("boot.named"));
            tell("boot-additional", () -> environment.getProperty("boot.additional"));
            tell("boot-bootstrap", () -> environment.getProperty("boot.bootstrap"));
            tell("boot-loop", () -> copied(environment, "boot.odd"));
            tell("boot-loop-argument", () -> copied(environment, "arg.odd"));
            tell("boot-loop-system", () -> copied(environment, "sys.odd"));
            tell("boot-loop-environment", () -> copied(environment, "ENV_ODD"));
            tell("boot-loop-absent", () -> copied(environment, "boot.port"));
        }
    }

    /** What applications do to hand all properties to somebody else. */
    private static @Nullable String copied(ConfigurableEnvironment environment, String name) {
        Map<String, Object> all = new java.util.TreeMap<>();
        environment.getPropertySources().forEach(source -> {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                for (String each : enumerable.getPropertyNames()) {
                    Object value = enumerable.getProperty(each);
                    if (value != null) {
                        all.putIfAbsent(each, value);
                    }
                }
            }
        });
        Object found = all.get(name);
        return found == null ? null : found.toString();
    }

    private static void tell(String name, Callable<@Nullable Object> read) {
        String told;
        try {
            Object value = read.call();
            told = value == null
                    ? "absent"
                    : "value "
                            + Base64.getEncoder()
                                    .encodeToString(value.toString().getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            told = "failed " + String.valueOf(e).replace('\n', ' ');
        }
        System.out.println(name + " " + told);
    }
}
