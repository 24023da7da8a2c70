package io.keyweave.agent.patch.spring;

import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.trust.WeakIdentityMap;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.SourceList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code --db.password=$<kv:..>}. Trusted are the arguments of the command this JVM was started with, whole and in their place, and only in the
 * property source that {@code SpringApplication.run} makes of them. What the application passes to {@code run} by itself is its own text, also when it is
 * equal to an argument or to a part of one. For the setting {@code sources} an argument is the property that it sets.
 */
final class CommandLine {

    /** As {@code SpringApplication} and Spring's {@code CommandLinePropertySource} call it. */
    private static final String SOURCE = "commandLineArgs";

    private static final String INNER_SOURCE = "springApplicationCommandLineArgs";
    private static final String UNTRUSTED = "\0";
    private static final int MOST_TOLD = 50;
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    /** Property sources of operators' arguments: the texts by name. */
    private static final WeakIdentityMap<Map<String, String>> TRUSTED = new WeakIdentityMap<>();

    private CommandLine() {}

    /** {@code CommandLinePropertySource.getProperty}. */
    static final class CommandLineRead implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object value = call.proceed();
            if (!(value instanceof String text) || !SpringTexts.mayHold(text)) {
                return new Object[] {value};
            }
            Object self = call.self();
            Map<String, String> trusted = self == null ? null : TRUSTED.get(self);
            String name = String.valueOf(call.arguments()[0]);
            if (trusted == null || !text.equals(trusted.get(name))) {
                return new Object[] {value};
            }
            String marker = SpringMarkers.OF_JVM.mark(Agent.running().resolver(), text, origin(name), name);
            if (SpringMarkers.OF_JVM.absent(marker)) {
                return new Object[] {null};
            }
            return new Object[] {SpringReads.bySpring(name) ? marker : SpringReads.rendered(marker)};
        }
    }

    /** Where Spring Boot makes property sources of the arguments, before it reads any: one that is not available stops the start. */
    static final class ArgumentCheck implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object[] arguments = call.arguments();
            if (arguments.length < 2
                    || !(arguments[1] instanceof String[] options)
                    || arguments[0] == null
                    || !mayHold(options)) {
                return null;
            }
            SourceList sources = new SourceList(Agent.running().settings());
            Map<String, String> texts = operators(options, CommandArguments.ofJvm());
            texts.keySet().removeIf(name -> !sources.hasProperty(name));
            call.proceed();
            try {
                if (!texts.isEmpty()) {
                    trust(arguments[0], texts);
                }
                require(texts);
                tellOthers(options, texts, sources);
            } catch (SecretException refused) {
                throw call.raise(StartFailures.of(refused));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError accident) {
                throw call.raise(new IllegalStateException(Refusals.broken(accident, "the command line")));
            }
            return new Object[] {null};
        }

        private static boolean mayHold(String[] options) {
            for (String option : options) {
                if (option.startsWith("--") && SpringTexts.mayHold(option)) {
                    return true;
                }
            }
            return false;
        }

        private static void require(Map<String, String> trusted) {
            SpringTexts texts = new SpringTexts();
            trusted.forEach((name, text) -> texts.mark(text, origin(name), name));
            texts.require();
        }

        /** One line for each that stays text. */
        private static void tellOthers(String[] options, Map<String, String> trusted, SourceList sources) {
            for (String option : options) {
                if (option.startsWith("--") && SpringTexts.mayHold(option)) {
                    int equals = option.indexOf('=');
                    String name = option.substring(2, equals < 0 ? option.length() : equals);
                    if (!trusted.containsKey(name) && sources.hasProperty(name)) {
                        ResolverBuilder.refuseProblems(Agent.running().settings());
                        tell(origin(name).toString());
                    }
                }
            }
        }

        /** No class can be trusted with it: it may well be the application's {@code main} that read a request. */
        private static void tell(String argument) {
            if (TOLD.size() < MOST_TOLD && TOLD.add(argument)) {
                Agent.running()
                        .log()
                        .write(LogEvent.of(SpringMessages.UNTRUSTED_ARGUMENT).with("origin", argument));
            }
        }

        private static void trust(Object environment, Map<String, String> texts) throws ReflectiveOperationException {
            Object sources = Reflected.get(environment, "getPropertySources");
            Object source = sources == null
                    ? null
                    : Reflected.method(sources, "get", String.class).invoke(sources, SOURCE);
            if (source == null) {
                return;
            }
            TRUSTED.put(source, texts);
            // Where there was a source of that name, both are in one.
            if (source.getClass().getSimpleName().equals("CompositePropertySource")
                    && Reflected.get(source, "getPropertySources") instanceof Collection<?> inner) {
                for (Object one : inner) {
                    if (INNER_SOURCE.equals(Reflected.get(one, "getName"))) {
                        TRUSTED.put(one, texts);
                    }
                }
            }
        }
    }

    /**
     * Options with a placeholder as the operator wrote them.
     *
     * @param arguments as the application passed them to Spring Boot
     * @param command what the JVM was started with
     */
    static Map<String, String> operators(String[] arguments, CommandArguments command) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean written = command.next(argument);
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                String name = argument.substring(2, equals);
                String text = argument.substring(equals + 1);
                // Spring joins the values of a repeated option.
                String before = texts.get(name);
                texts.put(
                        name,
                        !written || UNTRUSTED.equals(before) ? UNTRUSTED : before == null ? text : before + "," + text);
            }
        }
        texts.values().removeIf(text -> text.equals(UNTRUSTED) || !SpringTexts.mayHold(text));
        return texts;
    }

    private static Origin origin(String name) {
        return Origin.of(place(name));
    }

    private static String place(String name) {
        return "command line argument --" + name;
    }
}
