package io.keyweave.kafka;

import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.DurationText;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.settings.VaultAlias;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code config.providers.kv.param.*} says: our settings, the few that only Kafka has, and the names of the Lenses provider
 * ({@code azure.*}), so that its users change one class name. Immutable; equal parameters share one store.
 *
 * @param scheme the scheme of the variables, {@code kv} for Key Vault
 * @param settings our settings, with {@code startup-timeout} at most {@link #LONGEST_GET}
 * @param defaultVault vault or alias of {@code ${kv:secret}}, or {@code null}
 * @param fileDir where {@code ?as=file} writes
 * @param connectTtl how often Connect asks again, or {@code null} for never
 * @param minTtl the shortest ttl that a variable may ask for by {@code ?ttl=}
 * @param connectRestart the worker's own REST interface, by which connectors are restarted, or {@code null}
 * @param connectRest the worker's own REST interface, by which connectors are looked at, or {@code null}
 * @param connectLogin with what it is asked, or {@code null}
 * @param connectRestOff whether connectors are not to be looked at
 */
record KafkaParameters(
        String scheme,
        Settings settings,
        @Nullable String defaultVault,
        @Nullable Path fileDir,
        @Nullable Duration connectTtl,
        Duration minTtl,
        @Nullable URI connectRestart,
        @Nullable URI connectRest,
        @Nullable RestLogin connectLogin,
        boolean connectRestOff) {

    /** {@code get} runs on the herder's thread, which has a session with the group to keep. */
    static final Duration LONGEST_GET = Duration.ofSeconds(10);

    /** With {@code connect-restart}, how long of it a task that starts waits for the vault to tell the latest version. */
    static final Duration TASK_PATIENCE = Duration.ofSeconds(2);

    private static final Duration LEAST_TTL = Duration.ofSeconds(1);

    private static final String DEFAULT_VAULT = "default.vault";
    private static final String FILE_DIR = "file.dir";
    private static final String CONNECT_TTL = "connect-ttl";
    private static final String CONNECT_RESTART = "connect-restart";
    private static final String CONNECT_REST = "connect-rest";
    private static final String CONNECT_REST_USER = "connect-rest-user";
    private static final String CONNECT_REST_PASSWORD = "connect-rest-password";
    private static final String OFF = "off";
    private static final String MIN_TTL = "min-ttl";
    private static final String AUTH_METHOD = "azure.auth.method";

    /** The Lenses names that mean the same as ours. */
    private static final Map<String, Setting> LENSES = Map.of(
            "azure.client.id", Setting.CLIENT_ID,
            "azure.tenant.id", Setting.TENANT_ID,
            "azure.secret.id", Setting.CLIENT_SECRET);

    /**
     * Reads the parameters.
     *
     * @throws IllegalArgumentException listing everything that is wrong, each with its parameter; never a secret value
     */
    static KafkaParameters read(String scheme, Map<String, ?> parameters) {
        return new ParameterReader(scheme).read(parameters);
    }

    /** The same for Key Vault. */
    static KafkaParameters read(Map<String, ?> parameters) {
        return read(PlaceholderParser.KEY_VAULT, parameters);
    }

    /** Collects what is wrong, so that one start shows all of it. */
    private static final class ParameterReader {

        private final String scheme;
        private final Map<String, String> ours = new HashMap<>();
        private final List<String> problems = new ArrayList<>();
        private @Nullable String defaultVault;
        private @Nullable Path fileDir;
        private @Nullable Duration connectTtl;
        private @Nullable Duration minTtl;
        private @Nullable URI connectRestart;
        private @Nullable URI connectRest;
        private boolean connectRestOff;
        private @Nullable String user;
        private @Nullable String password;

        ParameterReader(String scheme) {
            this.scheme = scheme;
        }

        KafkaParameters read(Map<String, ?> parameters) {
            parameters.forEach((name, value) -> {
                if (value != null) {
                    take(name, value.toString().trim());
                }
            });
            capStartup();
            if ((user == null) != (password == null)) {
                problem(
                        user == null ? CONNECT_REST_USER : CONNECT_REST_PASSWORD,
                        "is missing",
                        "Give " + CONNECT_REST_USER + " and " + CONNECT_REST_PASSWORD + ", or neither");
            }
            if (connectRestOff && connectRestart != null) {
                problem(CONNECT_REST, "is off, and " + CONNECT_RESTART + " needs it", "Leave one of them out");
            }
            Settings settings = Settings.of(ours);
            boolean unknown = false;
            for (Settings.Problem problem : settings.problems()) {
                problems.add(KafkaMessages.coded(problem.toString()));
                unknown |= problem.cause().startsWith("there is no setting");
            }
            if (unknown) {
                problems.add("Further parameters are " + DEFAULT_VAULT + ", " + FILE_DIR + ", " + CONNECT_TTL + ", "
                        + CONNECT_RESTART + ", " + CONNECT_REST + ", " + CONNECT_REST_USER + ", "
                        + CONNECT_REST_PASSWORD + " and " + MIN_TTL + ".");
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("\n", problems));
            }
            Duration usual = connectTtl != null ? connectTtl : settings.duration(Setting.TTL);
            return new KafkaParameters(
                    scheme,
                    settings,
                    defaultVault,
                    fileDir,
                    connectTtl,
                    minTtl != null ? minTtl : usual,
                    connectRestart,
                    connectRest != null ? connectRest : connectRestart,
                    user == null || password == null ? null : new RestLogin(user, password),
                    connectRestOff);
        }

        private void take(String name, String value) {
            switch (name) {
                case DEFAULT_VAULT -> defaultVault(value);
                case FILE_DIR -> fileDir(value);
                case CONNECT_TTL ->
                    connectTtl = duration(
                            CONNECT_TTL,
                            value,
                            "Write a number and s, m or h, such as 5m; leave it out to have no ticks");
                case MIN_TTL ->
                    minTtl = duration(
                            MIN_TTL,
                            value,
                            "Write a number and s, m or h, such as 1m; leave it out for the worker's own ttl");
                case CONNECT_RESTART -> connectRestart = listener(CONNECT_RESTART, value);
                case CONNECT_REST -> {
                    connectRestOff = value.equals(OFF);
                    connectRest = connectRestOff ? null : listener(CONNECT_REST, value);
                }
                case CONNECT_REST_USER -> user = value;
                case CONNECT_REST_PASSWORD -> password = value;
                case AUTH_METHOD -> authMethod(value);
                default -> {
                    Setting lenses = LENSES.get(name);
                    if (lenses == null) {
                        ours.put(name, value);
                    } else if (!value.isEmpty()) {
                        ours.putIfAbsent(lenses.key(), value);
                    }
                }
            }
        }

        private void defaultVault(String value) {
            String name = value.toLowerCase(Locale.ROOT);
            if (VaultAlias.isName(name)) {
                defaultVault = name;
            } else {
                problem(
                        DEFAULT_VAULT,
                        "is neither a vault name nor an alias",
                        "Write a vault's name, or an alias given as vault.NAME");
            }
        }

        private void fileDir(String value) {
            if (value.isEmpty()) {
                return;
            }
            try {
                fileDir = Path.of(value);
            } catch (InvalidPathException e) {
                problem(FILE_DIR, "must be a path", "Write a directory on a memory file system");
            }
        }

        private @Nullable Duration duration(String name, String value, String remedy) {
            Duration duration = DurationText.parse(value);
            if (duration == null || duration.compareTo(LEAST_TTL) < 0) {
                problem(name, "must be a duration of 1s or more", remedy);
                return null;
            }
            return duration;
        }

        private @Nullable URI listener(String name, String value) {
            try {
                URI uri = new URI(value);
                boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Told below.
            }
            problem(
                    name,
                    "must be an http or https URL",
                    "Write the worker's own REST listener, such as http://localhost:8083");
            return null;
        }

        private void authMethod(String value) {
            switch (value.toLowerCase(Locale.ROOT)) {
                case "credentials" -> ours.putIfAbsent(Setting.AUTH.key(), "client-secret");
                case "default" -> ours.putIfAbsent(Setting.AUTH.key(), "auto");
                default -> problem(AUTH_METHOD, "is neither credentials nor default", "Or use our own setting auth");
            }
        }

        private void capStartup() {
            String key = Setting.STARTUP_TIMEOUT.key();
            Duration most = connectRestart == null ? LONGEST_GET : LONGEST_GET.minus(TASK_PATIENCE);
            Duration given = ours.containsKey(key) ? DurationText.parse(ours.get(key)) : most;
            if (given != null && given.compareTo(most) >= 0) {
                ours.put(key, DurationText.of(most));
            }
            if (ours.containsKey(Setting.STARTUP_SPREAD.key())) {
                problem(
                        Setting.STARTUP_SPREAD.key(),
                        "would hold up the thread that keeps the worker in its group",
                        "Leave it out and start the workers one after the other");
            }
        }

        private void problem(String name, String cause, String remedy) {
            problems.add(KafkaMessages.parameter(name, "it " + cause, remedy));
        }
    }
}
