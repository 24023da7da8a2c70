package io.keyweave.agent.patch.spring;

import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.runtime.Agent;
import org.jspecify.annotations.Nullable;

/**
 * {@code --db.password=$<kv:..>}. An argument is trusted when the operator wrote it: when it stands in the command this JVM was started
 * with. What the application passes to {@code SpringApplication.run} by itself is its own text.
 */
final class CommandLine {

    private CommandLine() {}

    private static boolean writtenByOperator(String text) {
        String command = Agent.running().properties().get("sun.java.command");
        return command != null && command.contains(text);
    }

    /** {@code CommandLinePropertySource.getProperty}. */
    static final class CommandLineRead implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object value = call.proceed();
            if (!(value instanceof String text) || !SpringTexts.mayHold(text) || !writtenByOperator(text)) {
                return new Object[] {value};
            }
            String name = String.valueOf(call.arguments()[0]);
            String marker = SpringMarkers.OF_JVM.mark(Agent.running().resolver(), text, origin(name), name);
            if (SpringMarkers.OF_JVM.absent(marker)) {
                return new Object[] {null};
            }
            return new Object[] {SpringReads.bySpring(name) ? marker : SpringReads.rendered(marker)};
        }
    }

    /** Before Spring Boot reads any argument: all of them, so that one that cannot be had stops the start. */
    static final class ArgumentCheck implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) {
            Object[] arguments = call.arguments();
            if (arguments.length < 2 || !(arguments[1] instanceof String[] options)) {
                return null;
            }
            SpringTexts texts = null;
            for (String option : options) {
                int equals = option.indexOf('=');
                if (option.startsWith("--") && equals > 0 && SpringTexts.mayHold(option)) {
                    String name = option.substring(2, equals);
                    String text = option.substring(equals + 1);
                    if (writtenByOperator(text)) {
                        texts = texts == null ? new SpringTexts() : texts;
                        texts.mark(text, origin(name), name);
                    }
                }
            }
            try {
                if (texts != null) {
                    texts.require();
                }
            } catch (SecretException refused) {
                throw call.raise(StartFailures.of(refused));
            }
            return null;
        }
    }

    private static Origin origin(String name) {
        return Origin.of("command line argument --" + name);
    }
}
