package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.login.LoginTarget.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is behind the {@code @} of an Oracle URL: {@code //host:port/service}, {@code host:port:sid}, {@code tcps://host:port/service}, a
 * descriptor with {@code (HOST=..)(PORT=..)}, or an alias, which the driver looks up in a file and which is then all there is to go by.
 */
final class OracleAddress {

    private static final String SCHEME = "oracle";

    private OracleAddress() {}

    /** @param name of the target */
    static LoginTarget target(String name, String address) {
        if (address.startsWith("(")) {
            List<Server> servers = described(address.toLowerCase(Locale.ROOT));
            return servers.isEmpty() ? LoginTarget.named(name) : new LoginTarget(name, servers);
        }
        int slashes = address.indexOf("//");
        String hosts = address.substring(slashes < 0 ? 0 : slashes + 2);
        for (char end : new char[] {'/', '?'}) {
            int at = hosts.indexOf(end);
            hosts = at < 0 ? hosts : hosts.substring(0, at);
        }
        int colon = hosts.indexOf(':', hosts.lastIndexOf(']') + 1);
        boolean service = address.startsWith(hosts + "/");
        boolean alias = slashes < 0 && colon < 0 && !service;
        if (alias || hosts.isEmpty()) {
            return LoginTarget.named(name);
        }
        int sid = colon < 0 ? -1 : hosts.indexOf(':', colon + 1);
        boolean several = hosts.indexOf(',') >= 0;
        return LoginTarget.list(name, SCHEME, sid < 0 || several ? hosts : hosts.substring(0, sid));
    }

    private static List<Server> described(String descriptor) {
        List<Server> servers = new ArrayList<>();
        int at = 0;
        while (true) {
            int host = descriptor.indexOf("host", at);
            if (host < 0) {
                return servers;
            }
            int end = descriptor.indexOf(')', host);
            int next = descriptor.indexOf("host", host + 4);
            int port = descriptor.indexOf("port", host);
            boolean own = port >= 0 && (next < 0 || port < next);
            servers.add(new Server(
                    SCHEME,
                    value(descriptor, host),
                    own ? LoginTarget.port(value(descriptor, port), SCHEME) : LoginTarget.port(null, SCHEME)));
            at = end < 0 ? descriptor.length() : end;
        }
    }

    /** What stands between the equals sign and the bracket behind a name. */
    private static String value(String descriptor, int name) {
        int equals = descriptor.indexOf('=', name);
        int end = descriptor.indexOf(')', name);
        return equals < 0 || end < equals
                ? ""
                : descriptor.substring(equals + 1, end).trim();
    }
}
