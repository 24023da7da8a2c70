package io.keyweave.agent.patch.spring;

import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.patch.Hook;
import io.keyweave.agent.patch.Interceptor;
import io.keyweave.agent.patch.Patch;
import io.keyweave.agent.startup.Agent;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of Spring are patched, by class. Three that read ({@code MapPropertySource}, the loaders, the command line) put
 * tokens in, three that hand over ({@code AbstractPropertyResolver}, {@code AbstractBeanFactory}, the binder) take them out.
 */
public final class SpringPatches {

    private static final String LOADED = "Ljava/util/List;";

    private SpringPatches() {}

    /** A patch by internal class name, or null. */
    public static @Nullable Patch find(String name) {
        return switch (name) {
            case "org/springframework/boot/env/PropertiesPropertySourceLoader" ->
                patch(name, new Hook("loadProperties", null, propertiesLoader()));
            case "org/springframework/boot/env/OriginTrackedYamlLoader" ->
                patch(name, new Hook("load", "()" + LOADED, yamlLoader()));
            case "org/springframework/boot/env/ConfigTreePropertySource$PropertyFileContent" ->
                patch(name, new Hook("toString", "()Ljava/lang/String;", new ConfigTree()));
            case "org/springframework/core/env/MapPropertySource" ->
                patch(
                        name,
                        new Hook(
                                "getProperty",
                                "(Ljava/lang/String;)Ljava/lang/Object;",
                                new PropertySources.MapSource()));
            case "org/springframework/boot/context/properties/source/SpringConfigurationPropertySource",
                    "org/springframework/boot/context/properties/source/SpringIterableConfigurationPropertySource" ->
                environment(name, new Hook("getSystemEnvironmentProperty", null, new PropertySources.Environment()));
            case "org/springframework/boot/context/properties/source/SpringIterableConfigurationPropertySource$Cache" ->
                environment(name, new Hook("copySource", null, new PropertySources.EnvironmentCopy()));
            case "org/springframework/core/env/CommandLinePropertySource" ->
                patch(name, new Hook("getProperty", "(Ljava/lang/String;)Ljava/lang/String;", new CommandLine.Read()));
            case "org/springframework/boot/SpringApplication" ->
                patch(
                        name,
                        new Hook("configurePropertySources", null, new CommandLine.Check()),
                        new Hook("getExitCodeFromException", null, new StartFailures.ExitCode()),
                        new Hook("handleExitCode", null, new StartFailures.HandleExitCode()));
            case "org/springframework/core/env/AbstractPropertyResolver" ->
                patch(name, new Hook("doResolvePlaceholders", null, new Rendering.Placeholders()));
            case "org/springframework/beans/factory/support/AbstractBeanFactory" ->
                patch(name, new Hook("resolveEmbeddedValue", null, new Rendering.Outermost()));
            case "org/springframework/context/expression/StandardBeanExpressionResolver" ->
                patch(name, new Hook("evaluate", null, new Rendering.NoExpression()));
            case "org/springframework/boot/context/properties/bind/PropertySourcesPlaceholdersResolver" ->
                patch(name, new Hook("resolvePlaceholders", null, new Rendering.Binding()));
            case "org/springframework/boot/context/properties/bind/BindConverter" ->
                patch(name, new Hook("convert", null, new Rendering.Bound()));
            case "org/springframework/boot/actuate/endpoint/Sanitizer" ->
                patch(name, new Hook("sanitize", null, new Actuator()));
            case "org/springframework/boot/diagnostics/FailureAnalyzers" ->
                patch(name, new Hook("reportException", "(Ljava/lang/Throwable;)Z", new StartFailures.Report()));
            case "org/springframework/boot/context/config/ConfigDataEnvironmentContributor" ->
                patch(name, new Hook("isActive", null, new ConditionalSecrets.Activation()));
            case "org/springframework/boot/diagnostics/FailureAnalysis" ->
                patch(
                        name,
                        Hook.ofConstructor(
                                "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/Throwable;)V",
                                0,
                                new StartFailures.Analysis()));
            case "org/springframework/util/PlaceholderResolutionException" ->
                patch(
                        name,
                        Hook.ofConstructor(
                                "(Ljava/lang/String;Ljava/lang/String;Ljava/util/List;)V",
                                2,
                                new StartFailures.Unresolved()));
            case "org/springframework/context/support/AbstractApplicationContext" ->
                patch(name, new Hook("finishRefresh", null, Contexts.OF_JVM));
            default -> null;
        };
    }

    /** Each read of any property passes it several times, and which variables are placeholders is known before Spring is loaded. */
    private static @Nullable Patch environment(String name, Hook hook) {
        return Agent.environmentMarkers().isEmpty() ? null : patch(name, hook);
    }

    private static Patch patch(String name, Hook... hooks) {
        return new Patch() {
            @Override
            public String className() {
                return name.replace('/', '.');
            }

            @Override
            public List<Hook> hooks() {
                return List.of(hooks);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static Interceptor propertiesLoader() {
        return call -> {
            List<Object> documents = (List<Object>) call.proceed();
            Object resource = call.arguments()[0];
            if (documents != null && resource != null) {
                ConfigFiles.tokenise(call, documents, resource);
            }
            return new Object[] {documents};
        };
    }

    @SuppressWarnings("unchecked")
    private static Interceptor yamlLoader() {
        return call -> {
            List<Object> documents = (List<Object>) ReadScope.untouched(call::proceed);
            Object self = call.self();
            if (documents != null && self != null) {
                Field resource = self.getClass().getDeclaredField("resource");
                resource.setAccessible(true);
                ConfigFiles.tokenise(call, documents, resource.get(self));
            }
            return new Object[] {documents};
        };
    }
}
