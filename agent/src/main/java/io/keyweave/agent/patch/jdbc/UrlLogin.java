package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.LoginTarget;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A login by URL and {@code Properties}, where either may hold the credential. Another credential goes into a copy of the
 * {@code Properties} and out of the URL, so that nothing has to be quoted.
 */
final class UrlLogin extends JdbcLogin {

    /** How a driver writes a credential into its URL. */
    interface Url {
        /** The raw text of {@code user} or {@code password}, or null. */
        @Nullable
        String value(String url, String name);

        /** The URL without user name and password. */
        String without(String url);

        /** Where the login goes. */
        LoginTarget target(String url, Properties properties);
    }

    private final @Nullable Object[] arguments;
    private final String url;
    private final Url form;
    private final Properties properties;

    /** @param call a method whose first two arguments are the URL and a {@code Properties}, perhaps null */
    static UrlLogin of(Call call, Url form, Predicate<SQLException> refusal) {
        @Nullable Object[] arguments = call.arguments();
        String url = (String) Objects.requireNonNull(arguments[0]);
        Properties properties = arguments[1] == null ? new Properties() : (Properties) arguments[1];
        return new UrlLogin(call, arguments, url, form, properties, refusal);
    }

    private UrlLogin(
            Call call,
            @Nullable Object[] arguments,
            String url,
            Url form,
            Properties properties,
            Predicate<SQLException> refusal) {
        super(
                call,
                form.target(url, properties),
                text(form, url, properties, "user"),
                readings(text(form, url, properties, "password"), null),
                refusal);
        this.arguments = arguments;
        this.url = url;
        this.form = form;
        this.properties = properties;
    }

    private static @Nullable String text(Url form, String url, Properties properties, String name) {
        String inUrl = form.value(url, name);
        return inUrl != null ? inUrl : Copies.text(properties, name);
    }

    @Override
    public List<String> passed() {
        return passed(passwords(), url);
    }

    @Override
    public @Nullable Object with(Credential credential) throws Throwable {
        @Nullable Object[] changed = arguments.clone();
        changed[0] = form.without(url);
        changed[1] = Copies.withAnyCase(properties, credential, "user", "password");
        return call.proceed(changed);
    }
}
