package io.keyweave.agent.login;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.agent.login.LoginTarget.Server;
import io.keyweave.served.SecretPart;
import io.keyweave.settings.ServerPattern;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which servers the operator has named for a secret, and what is known of a secret beyond one account. Thread-safe. */
final class OfferedServers implements LoginAttempt.Offers {

    private static final int MAX_WARNINGS = 100;

    private final ServedSecrets secrets;
    private final List<ServerPattern> listed;
    private final Accounts accounts;
    private final EventLog log;
    private final Set<ClientPassword> own = ConcurrentHashMap.newKeySet();
    private final Set<CredentialSource> warned = ConcurrentHashMap.newKeySet();

    /** A secret in the hands of one kind of client. */
    private record ClientPassword(String scheme, SecretPart password) {}

    OfferedServers(ServedSecrets secrets, List<ServerPattern> listed, Accounts accounts, EventLog log) {
        this.secrets = secrets;
        this.listed = listed;
        this.accounts = accounts;
        this.log = log;
    }

    @Override
    public boolean workedSomewhere(CredentialSource source) {
        return accounts.workedSomewhere(source);
    }

    @Override
    public boolean named(CredentialSource source, LoginTarget target) {
        for (Server server : target.servers()) {
            if (!listed(server) && !written(source, server)) {
                return false;
            }
        }
        return !target.servers().isEmpty();
    }

    private boolean listed(Server server) {
        for (ServerPattern pattern : listed) {
            if (pattern.matches(server.host(), server.port())) {
                return true;
            }
        }
        return false;
    }

    private boolean written(CredentialSource source, Server server) {
        for (String template : secrets.templates(source.passwordPart())) {
            if (server.isNamedIn(template)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean ownIsUsual(CredentialSource source, LoginTarget target) {
        return own.contains(new ClientPassword(scheme(target), source.passwordPart()));
    }

    @Override
    public void ownWorked(CredentialSource source, LoginTarget target) {
        own.add(new ClientPassword(scheme(target), source.passwordPart()));
    }

    private static String scheme(LoginTarget target) {
        return target.servers().isEmpty() ? "" : target.servers().get(0).scheme();
    }

    @Override
    public void withheld(CredentialSource source, LoginTarget target, String given, String current) {
        if (warned.size() < MAX_WARNINGS && warned.add(source)) {
            StringBuilder servers = new StringBuilder();
            for (Server server : target.servers()) {
                servers.append(servers.length() == 0 ? "" : ";")
                        .append(server.host())
                        .append(':');
                servers.append(server.port() < 0 ? "*" : server.port());
            }
            log.write(LogEvent.of(LoginMessages.WITHHELD)
                    .with("target", target.name())
                    .with("credential", source.passwordPart())
                    .with("version", given)
                    .with("current", current)
                    .with("servers", servers.toString()));
        }
    }
}
