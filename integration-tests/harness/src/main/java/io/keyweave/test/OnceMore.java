package io.keyweave.test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Carries out an integration test once more if it failed, on the same instance: on a busy machine another module, or another build, may have used the
 * processor when a deadline passed. Each repetition is printed with the failure, so that a reader sees it; what fails then fails. Several failures in one
 * module are not the machine's, and are not repeated. {@code -Dkeyweave.once-more=false} repeats none.
 */
public final class OnceMore implements InvocationInterceptor {

    /** A busy machine makes one test of a module fail, seldom two. */
    private static final int REPEATED = 3;

    private static final AtomicInteger FAILED = new AtomicInteger();

    private static final boolean ASKED = Boolean.parseBoolean(System.getProperty("keyweave.once-more", "true"));

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        proceed(invocation, test, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        proceed(invocation, test, context);
    }

    private static void proceed(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (TestAbortedException assumption) {
            throw assumption;
        } catch (Exception | AssertionError failure) {
            if (!ASKED || FAILED.incrementAndGet() > REPEATED) {
                throw failure;
            }
            again(test, context, failure);
        }
    }

    private static void again(ReflectiveInvocationContext<Method> test, ExtensionContext context, Throwable failure)
            throws Throwable {
        System.out.println("AGAIN, [" + Path.of("").toAbsolutePath().getFileName() + "] "
                + test.getTargetClass().getName() + "." + test.getExecutable().getName() + " "
                + context.getDisplayName() + ", which failed: " + failure);
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith("io.keyweave.")) {
                System.out.println("    at " + frame);
            }
        }
        Method method = test.getExecutable();
        method.setAccessible(true);
        try {
            method.invoke(test.getTarget().orElse(null), test.getArguments().toArray());
        } catch (InvocationTargetException second) {
            failure.addSuppressed(second.getTargetException());
            throw failure;
        }
    }
}
