package io.keyweave.agent.patch.spring;

import io.keyweave.agent.document.ParsedStream;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.Agent;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of Spring are patched, by class. Three that read ({@code MapPropertySource}, the loaders, the command line) put
 * markers in, three that hand over ({@code AbstractPropertyResolver}, {@code AbstractBeanFactory}, the binder) take them out.
 */
public final class SpringPatches {

    private static final String BOOT = "org.springframework.boot.";
    private static final String PROPERTIES = BOOT + "context.properties.";
    private static final String LOADED = "Ljava/util/List;";

    private SpringPatches() {}

    public static PatchList list() {
        Function<String, @Nullable Patch> find = SpringPatches::find;
        return new PatchList("Spring", "placeholders in Spring's property sources")
                .reads(
                        true,
                        "application*.properties",
                        "application*.xml",
                        "application*.yml",
                        "application*.yaml",
                        "bootstrap*.properties",
                        "bootstrap*.yml",
                        "bootstrap*.yaml",
                        "*.properties",
                        "*.xml",
                        "*.yml",
                        "*.yaml",
                        ".env")
                .addFirst(
                        find,
                        BOOT + "env.PropertiesPropertySourceLoader",
                        BOOT + "env.OriginTrackedPropertiesLoader$CharacterReader",
                        BOOT + "env.OriginTrackedYamlLoader",
                        BOOT + "env.ConfigTreePropertySource$PropertyFileContent",
                        "org.springframework.beans.factory.xml.XmlBeanDefinitionReader",
                        "org.springframework.beans.factory.config.YamlPropertiesFactoryBean",
                        "org.springframework.core.env.CommandLinePropertySource",
                        BOOT + "SpringApplication",
                        // From the start, too: the first placeholder may be met while they run, in a config tree that
                        // another property quotes, and a method that runs already is not patched any more.
                        "org.springframework.core.env.AbstractPropertyResolver",
                        "org.springframework.beans.factory.support.AbstractBeanFactory",
                        "org.springframework.context.expression.StandardBeanExpressionResolver",
                        PROPERTIES + "bind.PropertySourcesPlaceholdersResolver",
                        PROPERTIES + "source.ConfigurationPropertySourcesPropertyResolver",
                        BOOT + "env.SpringApplicationJsonEnvironmentPostProcessor",
                        BOOT + "support.SpringApplicationJsonEnvironmentPostProcessor",
                        PROPERTIES + "bind.BindConverter",
                        // Whoever sees a first secret later has to know that an application has started.
                        "org.springframework.context.support.AbstractApplicationContext")
                .add(
                        find,
                        "org.springframework.core.env.MapPropertySource",
                        PROPERTIES + "source.SpringConfigurationPropertySource",
                        PROPERTIES + "source.SpringIterableConfigurationPropertySource",
                        PROPERTIES + "source.SpringIterableConfigurationPropertySource$Cache",
                        "org.springframework.core.env.PropertySourcesPropertyResolver",
                        "org.springframework.util.CollectionUtils",
                        "org.springframework.beans.factory.config.PlaceholderConfigurerSupport",
                        "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer",
                        "org.springframework.beans.factory.support.BeanDefinitionValueResolver",
                        BOOT + "actuate.endpoint.Sanitizer",
                        BOOT + "actuate.info.InfoEndpoint",
                        BOOT + "diagnostics.FailureAnalyzers",
                        BOOT + "context.config.ConfigDataEnvironmentContributor",
                        BOOT + "diagnostics.FailureAnalysis",
                        "org.springframework.util.PlaceholderResolutionException");
    }

    /** One switch, not a lambda for each: those would be thirty classes of a start. */
    private static @Nullable Patch find(String name) {
        return switch (name) {
            case BOOT + "env.PropertiesPropertySourceLoader" ->
                patch(name, new Hook("loadProperties", null, propertiesLoader()));
            case BOOT + "env.OriginTrackedPropertiesLoader$CharacterReader" ->
                patch(name, new Hook("close", "()V", propertiesReader()));
            case BOOT + "env.OriginTrackedYamlLoader" -> patch(name, new Hook("load", "()" + LOADED, yamlLoader()));
            case BOOT + "env.ConfigTreePropertySource$PropertyFileContent" ->
                patch(name, new Hook("toString", "()Ljava/lang/String;", new ConfigTree()));
            case "org.springframework.core.env.MapPropertySource" ->
                patch(
                        name,
                        new Hook(
                                "getProperty",
                                "(Ljava/lang/String;)Ljava/lang/Object;",
                                new PropertySources.MapSource()));
            case PROPERTIES + "source.SpringConfigurationPropertySource",
                    PROPERTIES + "source.SpringIterableConfigurationPropertySource" -> sources(name);
            case PROPERTIES + "source.SpringIterableConfigurationPropertySource$Cache" ->
                environment(name, new Hook("copySource", null, new PropertySources.EnvironmentCopy()));
            case "org.springframework.core.env.PropertySourcesPropertyResolver" ->
                patch(
                        name,
                        new Hook(
                                "getProperty",
                                "(Ljava/lang/String;Ljava/lang/Class;Z)Ljava/lang/Object;",
                                new SpringReads.Announced()),
                        quoted());
            case "org.springframework.util.CollectionUtils" ->
                patch(name, new Hook("mergePropertiesIntoMap", null, new Configurers.Merge()));
            case "org.springframework.beans.factory.config.PlaceholderConfigurerSupport" ->
                patch(name, new Hook("doProcessProperties", null, new Configurers.Definitions()));
            case "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer" ->
                patch(
                        name,
                        new Hook(
                                "resolvePlaceholder",
                                "(Ljava/lang/String;Ljava/util/Properties;)Ljava/lang/String;",
                                new Configurers.Legacy()),
                        new Hook("resolveSystemProperty", null, new Configurers.LegacySystem()));
            case "org.springframework.beans.factory.support.BeanDefinitionValueResolver" ->
                patch(name, new Hook("evaluate", null, new MarkerRendering.BeanValue()));
            case "org.springframework.beans.factory.xml.XmlBeanDefinitionReader" ->
                patch(name, new Hook("doLoadDocument", null, new SpringDocuments.BeanDefinitions()));
            case "org.springframework.beans.factory.config.YamlPropertiesFactoryBean" ->
                patch(name, new Hook("createProperties", null, new SpringDocuments.YamlProperties()));
            case "org.springframework.core.env.CommandLinePropertySource" ->
                patch(
                        name,
                        new Hook(
                                "getProperty",
                                "(Ljava/lang/String;)Ljava/lang/String;",
                                new CommandLine.CommandLineRead()));
            case BOOT + "SpringApplication" ->
                patch(
                        name,
                        new Hook(
                                "run",
                                "([Ljava/lang/String;)Lorg/springframework/context/ConfigurableApplicationContext;",
                                new Starts()),
                        new Hook("configurePropertySources", null, new CommandLine.ArgumentCheck()),
                        new Hook("getExitCodeFromException", null, new StartFailures.ExitCode()),
                        new Hook("handleExitCode", null, new StartFailures.HandleExitCode()));
            case "org.springframework.core.env.AbstractPropertyResolver" ->
                patch(name, new Hook("doResolvePlaceholders", null, new MarkerRendering.Placeholders()));
            case "org.springframework.beans.factory.support.AbstractBeanFactory" ->
                patch(name, new Hook("resolveEmbeddedValue", null, new MarkerRendering.Outermost()));
            case "org.springframework.context.expression.StandardBeanExpressionResolver" ->
                patch(name, new Hook("evaluate", null, new MarkerRendering.NoExpression()));
            case PROPERTIES + "bind.PropertySourcesPlaceholdersResolver" ->
                patch(
                        name,
                        new Hook("resolvePlaceholders", null, new MarkerRendering.Binding()),
                        new Hook("resolvePlaceholder", null, new MarkerRendering.Quoted()));
            case PROPERTIES + "source.ConfigurationPropertySourcesPropertyResolver" -> patch(name, quoted());
            case BOOT + "env.SpringApplicationJsonEnvironmentPostProcessor",
                    BOOT + "support.SpringApplicationJsonEnvironmentPostProcessor" ->
                patch(name, new Hook("addJsonPropertySource", null, new Starts.JsonSource()));
            case PROPERTIES + "bind.BindConverter" ->
                patch(name, new Hook("convert", null, new MarkerRendering.BinderConversion()));
            case BOOT + "actuate.endpoint.Sanitizer" -> patch(name, new Hook("sanitize", null, new Actuator()));
            case BOOT + "actuate.info.InfoEndpoint" ->
                patch(name, new Hook("info", "()Ljava/util/Map;", new ActuatorInfo()));
            case BOOT + "diagnostics.FailureAnalyzers" ->
                patch(name, new Hook("reportException", "(Ljava/lang/Throwable;)Z", new StartFailures.Report()));
            case BOOT + "context.config.ConfigDataEnvironmentContributor" ->
                patch(name, new Hook("isActive", null, new ConditionalSecrets.Activation()));
            case BOOT + "diagnostics.FailureAnalysis" ->
                patch(
                        name,
                        Hook.ofConstructor(
                                "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/Throwable;)V",
                                0,
                                new StartFailures.Analysis()));
            case "org.springframework.util.PlaceholderResolutionException" ->
                patch(
                        name,
                        Hook.ofConstructor(
                                "(Ljava/lang/String;Ljava/lang/String;Ljava/util/List;)V",
                                2,
                                new StartFailures.Unresolved()));
            case "org.springframework.context.support.AbstractApplicationContext" ->
                patch(name, new Hook("finishRefresh", null, Contexts.OF_JVM));
            default -> null;
        };
    }

    private static Hook quoted() {
        return new Hook("getPropertyAsRawString", null, new MarkerRendering.Quoted());
    }

    private static Patch sources(String name) {
        // One of the two classes has it, and none in Spring Boot 2.
        Hook announced = new Hook("getPropertySourceProperty", null, new SpringReads.Announced()).optional();
        return Agent.environmentMarkers().isEmpty()
                ? patch(name, announced)
                : patch(
                        name,
                        announced,
                        new Hook("getSystemEnvironmentProperty", null, new PropertySources.Environment()).optional());
    }

    /** Each read of any property passes it several times, and which variables are placeholders is known before Spring is loaded. */
    private static @Nullable Patch environment(String name, Hook hook) {
        return Agent.environmentMarkers().isEmpty() ? null : patch(name, hook);
    }

    private static Patch patch(String name, Hook... hooks) {
        return new Patch() {
            @Override
            public String className() {
                return name;
            }

            @Override
            public List<Hook> hooks() {
                return List.of(hooks);
            }
        };
    }

    private static Interceptor propertiesLoader() {
        return call -> {
            Object resource = call.arguments()[0];
            return resource == null ? null : new Object[] {ConfigFiles.load(call, resource, call::proceed)};
        };
    }

    private static Interceptor yamlLoader() {
        return call -> {
            Object self = call.self();
            Object resource =
                    self == null ? null : Reflected.field(self, "resource").get(self);
            return resource == null
                    ? null
                    : new Object[] {ConfigFiles.load(call, resource, () -> ReadScope.untouched(call::proceed))};
        };
    }

    /** {@code OriginTrackedPropertiesLoader.CharacterReader.close}. */
    private static Interceptor propertiesReader() {
        return call -> {
            Object self = call.self();
            Object reader = self == null || !ParsedStream.wanted()
                    ? null
                    : Reflected.field(self, "reader").get(self);
            if (reader != null) {
                ParsedStream.parses(reader);
            }
            return null;
        };
    }
}
