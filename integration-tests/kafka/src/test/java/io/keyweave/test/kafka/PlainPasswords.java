package io.keyweave.test.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;

/** The broker's side of PLAIN, with a password that can be changed: the broker's own is in its configuration. */
public final class PlainPasswords implements AuthenticateCallbackHandler {

    private static volatile String password = "";

    static void change(String to) {
        password = to;
    }

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {}

    @Override
    public void handle(Callback[] callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof PlainAuthenticateCallback asked) {
                asked.authenticated(Arrays.equals(asked.password(), password.toCharArray()));
            }
        }
    }

    @Override
    public void close() {}
}
