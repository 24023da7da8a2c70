package io.keyweave.devvault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of {@link Main}. */
record DevVaultOptions(
        int port,
        List<String> vaults,
        List<Map.Entry<DevVaultOptions.Target, String>> secrets,
        List<Path> secretFiles,
        @Nullable Path environmentFile,
        @Nullable Path certificateFile,
        boolean detached,
        boolean help) {

    static final String USAGE =
            """
            usage: java -jar keyweave-dev-vault.jar [option]...
              --vault NAME             opens a vault (default: contoso); may be repeated
              --set VAULT/SECRET=FILE  sets a secret to the content of FILE; - takes the next line of standard input
              --secrets FILE           sets the secrets of a .properties file with lines VAULT/SECRET=VALUE
              --port N                 Entra ID listens on N, the vaults on N+1 and so on (default: free ports)
              --env-file FILE          where to write the environment variables to (default: a temporary file)
              --certificate FILE       where to write the certificate to trust to (default: a temporary file)
              --detached               runs until it is terminated, not until standard input ends
              --help                   prints this\
            """;

    /** Which secret of which vault. */
    record Target(String vault, String secret) {

        static Target parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 1 || slash == text.length() - 1) {
                throw new IllegalArgumentException("expected VAULT/SECRET, not '" + text + "'");
            }
            return new Target(text.substring(0, slash), text.substring(slash + 1));
        }
    }

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException naming what cannot be understood; never a value
     */
    static DevVaultOptions parse(List<String> args) {
        int port = 0;
        List<String> vaults = new ArrayList<>();
        List<Map.Entry<Target, String>> secrets = new ArrayList<>();
        List<Path> secretFiles = new ArrayList<>();
        Path environmentFile = null;
        Path certificateFile = null;
        boolean detached = false;
        boolean help = false;
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--vault" -> vaults.add(argument(option, rest));
                case "--set" -> secrets.add(assignment(option, argument(option, rest)));
                case "--secrets" -> secretFiles.add(Path.of(argument(option, rest)));
                case "--port" -> port = number(argument(option, rest));
                case "--env-file" ->
                    environmentFile = Path.of(argument(option, rest)).toAbsolutePath();
                case "--certificate" ->
                    certificateFile = Path.of(argument(option, rest)).toAbsolutePath();
                case "--detached" -> detached = true;
                case "--help" -> help = true;
                default -> throw new IllegalArgumentException("no such option: " + option);
            }
        }
        return new DevVaultOptions(
                port, vaults, secrets, secretFiles, environmentFile, certificateFile, detached, help);
    }

    private static String argument(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs an argument");
        }
        return rest.next();
    }

    /**
     * {@code VAULT/SECRET=FILE}.
     *
     * @param what has it, for messages
     * @throws IllegalArgumentException that says so, without the text
     */
    static Map.Entry<Target, String> assignment(String what, String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            throw new IllegalArgumentException(
                    what + " needs VAULT/SECRET=FILE" + (what.equals("--set") ? " or VAULT/SECRET=-" : ""));
        }
        return Map.entry(Target.parse(text.substring(0, equals)), text.substring(equals + 1));
    }

    private static int number(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message below, which is the same for 70000 and for abc.
        }
        throw new IllegalArgumentException("--port needs a number from 0 to 65535, not " + text);
    }
}
