package io.keyweave.agent.patch.spring;

import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where markers become secrets: in the last text before the application. */
final class MarkerRendering {

    private MarkerRendering() {}

    /**
     * A method that resolves <code>${..}</code>. Only the outermost one on a thread renders: what an inner one returns is scanned again.
     */
    static class Outermost implements Interceptor {

        private static final ThreadLocal<@Nullable Boolean> INSIDE = new ThreadLocal<>();

        /** No secret is known to Spring or could come to be while it resolves. */
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SpringMarkers.OF_JVM.any() && PropertySources.none() && ConfigTree.none();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (inside() || replayed(call)) {
                return null;
            }
            Object result = resolved(call);
            return new Object[] {result instanceof String text ? rendered(call, text) : result};
        }

        /** Whether somebody sends in a marker that he has seen, as if it were a text of his own: it stays what it is. */
        static boolean replayed(Call call) {
            Object[] arguments = call.arguments();
            return arguments.length > 0 && arguments[0] != null && !SpringMarkers.OF_JVM.genuine(arguments[0]);
        }

        /** With markers, whatever is read on the way. */
        static @Nullable Object resolved(Call call) throws Throwable {
            INSIDE.set(Boolean.TRUE);
            try {
                return call.proceed();
            } catch (IllegalArgumentException unresolved) {
                throw revealed(call, unresolved);
            } finally {
                INSIDE.remove();
            }
        }

        /** Before Spring 6.2, which has an exception of its own for it, this one quotes the text with a <code>${..}</code> that leads nowhere. */
        private static IllegalArgumentException revealed(Call call, IllegalArgumentException unresolved) {
            String message = unresolved.getMessage();
            if (message == null
                    || unresolved.getClass() != IllegalArgumentException.class
                    || !SpringMarkers.OF_JVM.in(message)) {
                return unresolved;
            }
            IllegalArgumentException readable = new IllegalArgumentException(SpringMarkers.OF_JVM.reveal(message));
            readable.setStackTrace(unresolved.getStackTrace());
            return call.raise(readable);
        }

        static boolean inside() {
            return INSIDE.get() != null;
        }
    }

    /**
     * {@code PropertySourcesPlaceholdersResolver.resolvePlaceholders}: the binder's, which before Spring 6.2 may ask the {@code Environment} for
     * what a <code>${..}</code> represents, and scans the answer. {@link BinderConversion} renders the result.
     */
    static final class Binding extends Outermost {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (inside() || replayed(call)) {
                return null;
            }
            Object result = resolved(call);
            return new Object[] {result instanceof String text ? SpringMarkers.OF_JVM.own(text) : result};
        }
    }

    /** What a property has that a <code>${..}</code> quotes: a marker in a copy is made one that represents nothing. */
    static final class Quoted implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SpringMarkers.OF_JVM.any();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object value = call.proceed();
            return new Object[] {
                value instanceof String text && !SpringMarkers.OF_JVM.genuine(text)
                        ? SpringMarkers.OF_JVM.disarmed(text)
                        : value
            };
        }
    }

    /** {@code AbstractPropertyResolver.doResolvePlaceholders}, which every read of every property passes: two short cuts. */
    static final class Placeholders extends Outermost {

        private static final boolean[] HARMLESS = new boolean[128];

        static {
            for (char c = 0; c < HARMLESS.length; c++) {
                HARMLESS[c] = Character.isLetterOrDigit(c) || " -_./:,;=".indexOf(c) >= 0;
            }
        }

        @Override
        public boolean isInactive(@Nullable Object argument) {
            return argument instanceof Object[] both && both[0] instanceof String text && plain(text)
                    || super.isInactive(argument);
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object argument = call.arguments()[0];
            return argument instanceof String text
                            && SpringMarkers.OF_JVM.alone(text)
                            && !inside()
                            && SpringMarkers.OF_JVM.genuine(text)
                    ? new Object[] {rendered(call, text)}
                    : super.enter(call);
        }

        /** Nothing that begins a placeholder, with whatever prefix, and no marker. */
        private static boolean plain(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= HARMLESS.length || !HARMLESS[c]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static @Nullable String secrets(Call call, String text) {
        SpringReads.ended();
        try {
            return SpringMarkers.OF_JVM.render(text);
        } catch (SecretException refused) {
            throw call.raise(StartFailures.of(refused));
        }
    }

    private static @Nullable String rendered(Call call, String text) {
        SpringMarkers markers = SpringMarkers.OF_JVM;
        if (!markers.in(text)) {
            return text;
        }
        String result = secrets(call, text);
        if (result != null && result.contains("#{") && !markers.rest(text).contains("#{")) {
            NoExpression.remember(result);
        }
        return result;
    }

    /** {@code StandardBeanExpressionResolver.evaluate}: <code>#{..}</code> that is part of a secret is not an expression. */
    static final class NoExpression implements Interceptor {

        private static final int MAX = 1000;

        /** By identity: an equal text from elsewhere may be an expression. Only secrets that contain <code>#{</code> come here. */
        private static final Map<String, Boolean> LITERALS = Collections.synchronizedMap(new IdentityHashMap<>());

        static void remember(String text) {
            if (LITERALS.size() >= MAX) {
                LITERALS.clear();
            }
            LITERALS.put(text, Boolean.TRUE);
        }

        @Override
        public boolean isInactive(@Nullable Object argument) {
            return LITERALS.isEmpty();
        }

        @Override
        public Object @Nullable [] enter(Call call) {
            Object text = call.arguments()[0];
            return text instanceof String && LITERALS.remove(text) != null ? new Object[] {text} : null;
        }
    }

    /** {@code BindConverter.convert}: what the binder makes a property of, or a list, or a record's component. */
    static final class BinderConversion implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SpringMarkers.OF_JVM.any();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            @Nullable Object[] arguments = call.arguments();
            if (!(arguments[0] instanceof CharSequence text)
                    || !SpringMarkers.OF_JVM.in(text)
                    || !SpringMarkers.OF_JVM.genuine(text)) {
                return null;
            }
            arguments[0] = secrets(call, text.toString());
            return new Object[] {call.proceed(arguments)};
        }
    }

    /**
     * {@code BeanDefinitionValueResolver.evaluate}: a value of a bean definition, after <code>${..}</code> and <code>#{..}</code> in it have had their turn. A
     * prototype gets the secret as it is when it is made.
     */
    static final class BeanValue implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SpringMarkers.OF_JVM.any();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object value = call.proceed();
            if (value instanceof String text && SpringMarkers.OF_JVM.in(text)) {
                return new Object[] {secrets(call, text)};
            }
            if (value instanceof String[] texts) {
                String[] rendered = texts.clone();
                for (int i = 0; i < rendered.length; i++) {
                    if (SpringMarkers.OF_JVM.in(rendered[i])) {
                        rendered[i] = secrets(call, rendered[i]);
                    }
                }
                return new Object[] {rendered};
            }
            return new Object[] {value};
        }
    }
}
