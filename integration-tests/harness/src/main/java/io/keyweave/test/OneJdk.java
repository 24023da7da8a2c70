package io.keyweave.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test whose subject does not depend on the JDK, or only in a way that an {@link EveryJdk} test beside it meets: it runs on the oldest. With the
 * system property {@code keyweave.every-jdk=true} it runs on every one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest(name = "{0}")
@MethodSource("io.keyweave.test.Jdk#one")
public @interface OneJdk {}
