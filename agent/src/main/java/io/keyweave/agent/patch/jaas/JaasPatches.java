package io.keyweave.agent.patch.jaas;

import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JDK's reader of login configuration files, and the entry that it makes of each login module. */
public final class JaasPatches {

    private static final ParserLibrary JAAS =
            ParserLibrary.of("JAAS", "sun.security.provider.", "javax.security.auth.");

    /** Set while this thread reads a file: entries are made of other texts, too. */
    private static final ThreadLocal<@Nullable Boolean> READING = new ThreadLocal<>();

    private JaasPatches() {}

    public static PatchList list() {
        return new PatchList("JAAS", "placeholders in login configurations")
                .reads(false, "*jaas*", "*login*.conf", "*login*.config")
                .addFirst("sun.security.provider.ConfigFile$Spi", JaasPatches::find)
                .add("javax.security.auth.login.AppConfigurationEntry", JaasPatches::find);
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case "sun.security.provider.ConfigFile$Spi" ->
                ReaderPatch.of(name, new Hook("readConfig", "(Ljava/io/Reader;Ljava/util/Map;)V", new JaasRead()));
            case "javax.security.auth.login.AppConfigurationEntry" ->
                ReaderPatch.of(
                        name,
                        new Hook(
                                "<init>",
                                "(Ljava/lang/String;"
                                        + "Ljavax/security/auth/login/AppConfigurationEntry$LoginModuleControlFlag;"
                                        + "Ljava/util/Map;)V",
                                new LoginModuleOptions(),
                                2));
            default -> null;
        };
    }

    private static final class JaasRead implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            @Nullable Object[] arguments = call.arguments();
            if (!(arguments[0] instanceof Reader reader)) {
                return null;
            }
            try {
                Reader instead = Documents.exchangeMarked(reader, reader, JAAS);
                arguments[0] = instead == null ? reader : instead;
            } catch (IOException refused) {
                throw call.raise(refused);
            }
            READING.set(Boolean.TRUE);
            try {
                return new Object[] {call.proceed(arguments)};
            } finally {
                READING.remove();
            }
        }
    }

    private static final class LoginModuleOptions implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return MarkedText.none() || READING.get() == null;
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.self() instanceof Map<?, ?> options)
                    || options.values().stream().noneMatch(MarkedText::in)) {
                return null;
            }
            Map<Object, Object> resolved = new LinkedHashMap<>(options);
            for (Map.Entry<Object, Object> option : resolved.entrySet()) {
                if (option.getValue() instanceof String text && MarkedText.in(text)) {
                    option.setValue(MarkedText.present(call, text));
                }
            }
            return new Object[] {resolved};
        }
    }
}
