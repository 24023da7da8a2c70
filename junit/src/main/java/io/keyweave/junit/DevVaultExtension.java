package io.keyweave.junit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link DevVault} does. Uses nothing newer than JUnit 5.8. */
final class DevVaultExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

    /** A line of {@code junit-platform.properties}: vaults of tests that come later in the same JVM, separated by commas. */
    private static final String VAULTS = "keyweave.vaults";

    DevVaultExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        TestVault vault = TestVault.ofJvm();
        List<String> names = new ArrayList<>();
        for (String name : context.getConfigurationParameter(VAULTS).orElse("").split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.trim());
            }
        }
        vault.declare(names, secretsOf(context.getRequiredTestClass()));
    }

    /** Of the class and of those it is nested in, the innermost last. */
    private static Map<SecretName, String> secretsOf(Class<?> testClass) {
        Map<SecretName, String> secrets = new LinkedHashMap<>();
        Class<?> enclosing = testClass.getEnclosingClass();
        if (enclosing != null) {
            secrets.putAll(secretsOf(enclosing));
        }
        DevVault annotation = annotationOf(testClass);
        if (annotation != null) {
            for (String secret : annotation.secrets()) {
                int equals = secret.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException(
                            "@DevVault of " + testClass.getName() + ": a secret is written vault/secret=value");
                }
                secrets.put(SecretName.parse(secret.substring(0, equals)), secret.substring(equals + 1));
            }
        }
        return secrets;
    }

    /** Also where an annotation of the application's own carries it. */
    private static @Nullable DevVault annotationOf(Class<?> testClass) {
        DevVault direct = testClass.getAnnotation(DevVault.class);
        if (direct != null) {
            return direct;
        }
        for (java.lang.annotation.Annotation each : testClass.getAnnotations()) {
            DevVault composed = each.annotationType().getAnnotation(DevVault.class);
            if (composed != null) {
                return composed;
            }
        }
        return null;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestVault.ofJvm().reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestVault.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return TestVault.ofJvm();
    }
}
