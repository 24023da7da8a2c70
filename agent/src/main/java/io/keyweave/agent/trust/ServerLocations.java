package io.keyweave.agent.trust;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files of the servers that applications are deployed into, told by what their start scripts pass: configuration, and applications with
 * their descriptors. Who may write there can change the server or put classes into it.
 */
final class ServerLocations {

    /** A property of the start that names the root of a server, and what lies below it. */
    private static final String[][] BY_PROPERTY = {
        {
            "catalina.base",
            "conf/*",
            "conf/*/*/*.xml",
            "webapps/*.war",
            "webapps/*/META-INF/context.xml",
            "webapps/*/WEB-INF/*.xml"
        },
        {
            "jetty.base",
            "*.ini",
            "start.d/*",
            "etc/*",
            "resources/*",
            "webapps/*.xml",
            "webapps/*.war",
            "webapps/*/WEB-INF/*.xml",
            "work/*/webapp/WEB-INF/*.xml"
        },
    };

    /** The same for a variable of the environment. */
    private static final String[][] BY_VARIABLE = {
        {
            "WLP_USER_DIR",
            "servers/*/*.xml",
            "servers/*/bootstrap.properties",
            "servers/*/configDropins/*/*.xml",
            "shared/config/*.xml"
        },
    };

    /** Where it unpacks what is deployed to, and keeps it as it is. */
    private static final String[] OF_WILDFLY = {
        "tmp/vfs/temp/*/*/WEB-INF/*.xml",
        "tmp/vfs/temp/*/*/WEB-INF/classes/META-INF/*.xml",
        "tmp/vfs/temp/*/*/META-INF/*.xml",
        "data/content/*/*/content"
    };

    private ServerLocations() {}

    static void add(List<String> patterns, Map<String, String> properties, Map<String, String> environment) {
        for (String[] server : BY_PROPERTY) {
            add(patterns, properties.get(server[0]), server, 1);
        }
        for (String[] server : BY_VARIABLE) {
            add(patterns, environment.get(server[0]), server, 1);
        }
        String command = properties.get("sun.java.command");
        String logging = properties.get("logging.configuration");
        if (command != null && command.contains("jboss-modules.jar") && logging != null) {
            addWildFly(patterns, logging, command);
        }
    }

    /**
     * WildFly gets its directories as arguments, after the JVM has started; the script passes one file of the configuration directory before.
     * {@code standalone.xml} is not among the patterns: see {@code patch.wildfly}.
     */
    private static void addWildFly(List<String> patterns, String logging, String command) {
        String file = logging.startsWith("file:") ? logging.substring("file:".length()) : logging;
        int configuration = file.lastIndexOf('/');
        int base = configuration < 0 ? -1 : file.lastIndexOf('/', configuration - 1);
        if (base > 0) {
            add(patterns, file.substring(0, base), OF_WILDFLY, 0);
        }
        String[] words = command.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            String named = words[i].startsWith("--properties=") ? words[i].substring("--properties=".length()) : null;
            if ((words[i].equals("-P") || words[i].equals("--properties")) && i + 1 < words.length) {
                named = words[i + 1];
            }
            if (named != null) {
                patterns.add(named.startsWith("file:") ? named.substring("file:".length()) : named);
            }
        }
    }

    private static void add(List<String> patterns, @Nullable String root, String[] below, int from) {
        if (root != null && !root.isEmpty()) {
            for (int i = from; i < below.length; i++) {
                patterns.add(root + "/" + below[i]);
            }
        }
    }
}
