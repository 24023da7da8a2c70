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
                        BOOT + "env.PropertiesPropertySourceLoader",
                        name -> patch(name, new Hook("loadProperties", null, propertiesLoader())))
                .addFirst(
                        BOOT + "env.OriginTrackedPropertiesLoader$CharacterReader",
                        name -> patch(name, new Hook("close", "()V", propertiesReader())))
                .addFirst(
                        BOOT + "env.OriginTrackedYamlLoader",
                        name -> patch(name, new Hook("load", "()" + LOADED, yamlLoader())))
                .addFirst(
                        BOOT + "env.ConfigTreePropertySource$PropertyFileContent",
                        name -> patch(name, new Hook("toString", "()Ljava/lang/String;", new ConfigTree())))
                .add(
                        "org.springframework.core.env.MapPropertySource",
                        name -> patch(
                                name,
                                new Hook(
                                        "getProperty",
                                        "(Ljava/lang/String;)Ljava/lang/Object;",
                                        new PropertySources.MapSource())))
                .add(PROPERTIES + "source.SpringConfigurationPropertySource", SpringPatches::sources)
                .add(PROPERTIES + "source.SpringIterableConfigurationPropertySource", SpringPatches::sources)
                .add(
                        PROPERTIES + "source.SpringIterableConfigurationPropertySource$Cache",
                        name -> environment(name, new Hook("copySource", null, new PropertySources.EnvironmentCopy())))
                .add(
                        "org.springframework.core.env.PropertySourcesPropertyResolver",
                        name -> patch(
                                name,
                                new Hook(
                                        "getProperty",
                                        "(Ljava/lang/String;Ljava/lang/Class;Z)Ljava/lang/Object;",
                                        new SpringReads.Announced()),
                                quoted()))
                .add(
                        "org.springframework.util.CollectionUtils",
                        name -> patch(name, new Hook("mergePropertiesIntoMap", null, new Configurers.Merge())))
                .add(
                        "org.springframework.beans.factory.config.PlaceholderConfigurerSupport",
                        name -> patch(name, new Hook("doProcessProperties", null, new Configurers.Definitions())))
                .add(
                        "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer",
                        name -> patch(
                                name,
                                new Hook(
                                        "resolvePlaceholder",
                                        "(Ljava/lang/String;Ljava/util/Properties;)Ljava/lang/String;",
                                        new Configurers.Legacy()),
                                new Hook("resolveSystemProperty", null, new Configurers.LegacySystem())))
                .add(
                        "org.springframework.beans.factory.support.BeanDefinitionValueResolver",
                        name -> patch(name, new Hook("evaluate", null, new MarkerRendering.BeanValue())))
                .addFirst(
                        "org.springframework.beans.factory.xml.XmlBeanDefinitionReader",
                        name -> patch(name, new Hook("doLoadDocument", null, new SpringDocuments.BeanDefinitions())))
                .addFirst(
                        "org.springframework.beans.factory.config.YamlPropertiesFactoryBean",
                        name -> patch(name, new Hook("createProperties", null, new SpringDocuments.YamlProperties())))
                .addFirst(
                        "org.springframework.core.env.CommandLinePropertySource",
                        name -> patch(
                                name,
                                new Hook(
                                        "getProperty",
                                        "(Ljava/lang/String;)Ljava/lang/String;",
                                        new CommandLine.CommandLineRead())))
                .addFirst(
                        BOOT + "SpringApplication",
                        name -> patch(
                                name,
                                new Hook(
                                        "run",
                                        "([Ljava/lang/String;)Lorg/springframework/context/ConfigurableApplicationContext;",
                                        new Starts()),
                                new Hook("configurePropertySources", null, new CommandLine.ArgumentCheck()),
                                new Hook("getExitCodeFromException", null, new StartFailures.ExitCode()),
                                new Hook("handleExitCode", null, new StartFailures.HandleExitCode())))
                // From the start, too: the first placeholder may be met while they run, in a config tree that another
                // property
                // quotes, and a method that runs already is not patched any more.
                .addFirst(
                        "org.springframework.core.env.AbstractPropertyResolver",
                        name -> patch(
                                name, new Hook("doResolvePlaceholders", null, new MarkerRendering.Placeholders())))
                .addFirst(
                        "org.springframework.beans.factory.support.AbstractBeanFactory",
                        name -> patch(name, new Hook("resolveEmbeddedValue", null, new MarkerRendering.Outermost())))
                .addFirst(
                        "org.springframework.context.expression.StandardBeanExpressionResolver",
                        name -> patch(name, new Hook("evaluate", null, new MarkerRendering.NoExpression())))
                .addFirst(
                        PROPERTIES + "bind.PropertySourcesPlaceholdersResolver",
                        name -> patch(
                                name,
                                new Hook("resolvePlaceholders", null, new MarkerRendering.Binding()),
                                new Hook("resolvePlaceholder", null, new MarkerRendering.Quoted())))
                .addFirst(
                        PROPERTIES + "source.ConfigurationPropertySourcesPropertyResolver",
                        name -> patch(name, quoted()))
                .addFirst(
                        BOOT + "env.SpringApplicationJsonEnvironmentPostProcessor",
                        name -> patch(name, new Hook("addJsonPropertySource", null, new Starts.JsonSource())))
                .addFirst(
                        BOOT + "support.SpringApplicationJsonEnvironmentPostProcessor",
                        name -> patch(name, new Hook("addJsonPropertySource", null, new Starts.JsonSource())))
                .addFirst(
                        PROPERTIES + "bind.BindConverter",
                        name -> patch(name, new Hook("convert", null, new MarkerRendering.BinderConversion())))
                .add(
                        BOOT + "actuate.endpoint.Sanitizer",
                        name -> patch(name, new Hook("sanitize", null, new Actuator())))
                .add(
                        BOOT + "actuate.info.InfoEndpoint",
                        name -> patch(name, new Hook("info", "()Ljava/util/Map;", new ActuatorInfo())))
                .add(
                        BOOT + "diagnostics.FailureAnalyzers",
                        name -> patch(
                                name,
                                new Hook("reportException", "(Ljava/lang/Throwable;)Z", new StartFailures.Report())))
                .add(
                        BOOT + "context.config.ConfigDataEnvironmentContributor",
                        name -> patch(name, new Hook("isActive", null, new ConditionalSecrets.Activation())))
                .add(
                        BOOT + "diagnostics.FailureAnalysis",
                        name -> patch(
                                name,
                                Hook.ofConstructor(
                                        "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/Throwable;)V",
                                        0,
                                        new StartFailures.Analysis())))
                .add(
                        "org.springframework.util.PlaceholderResolutionException",
                        name -> patch(
                                name,
                                Hook.ofConstructor(
                                        "(Ljava/lang/String;Ljava/lang/String;Ljava/util/List;)V",
                                        2,
                                        new StartFailures.Unresolved())))
                // Whoever sees a first secret later has to know that an application has started.
                .addFirst(
                        "org.springframework.context.support.AbstractApplicationContext",
                        name -> patch(name, new Hook("finishRefresh", null, Contexts.OF_JVM)));
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
