package io.keyweave.settings;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The table of settings: name, default and meaning of each, in the order of the documentation page that is made from it
 * ({@code docs/configuration.md}).
 *
 * <p>This class is loaded in every JVM the agent is given to, placeholders or not: it stays free of regular expressions, streams,
 * lambdas and {@code String.format}.
 */
public enum Setting {
    CLOUD(
            "cloud",
            Type.CHOICE,
            "public",
            "DNS suffix of the vaults and the Entra ID authority.",
            "public",
            "china",
            "usgov"),
    AUTH(
            "auth",
            Type.CHOICE,
            "auto",
            "The identity to read vaults with. `auto` is the production chain: environment, workload identity, managed identity;"
                    + " never a developer's tools.",
            "auto",
            "managed-identity",
            "workload-identity",
            "client-secret",
            "client-certificate",
            "azure-cli"),
    AUTHORITY(
            "authority",
            Type.TEXT,
            null,
            "URL of a private Entra ID authority, `https://` and a host; without it `AZURE_AUTHORITY_HOST`, then the cloud's."),
    CLIENT_ID("client-id", Type.TEXT, null, "Application (client) id of the identity; without it `AZURE_CLIENT_ID`."),
    TENANT_ID(
            "tenant-id",
            Type.TEXT,
            null,
            "Entra ID tenant; without it `AZURE_TENANT_ID`, then what the vault's challenge names."),
    CLIENT_SECRET(
            "client-secret",
            Type.SECRET,
            null,
            "The app registration's client secret (its value, not its id); without it `AZURE_CLIENT_SECRET`. Give it by"
                    + " environment or file: command lines are public on a machine."),
    CLIENT_SECRET_EXPIRES(
            "client-secret-expires",
            Type.DATE,
            null,
            "The day (`2027-01-31`, UTC) on which the client secret ends, which Entra ID does not tell: from 30 days before it is warned"
                    + " about once a day."),
    CLIENT_CERTIFICATE(
            "client-certificate",
            Type.PATH,
            null,
            "PEM or PKCS#12 file with certificate and private key; without it `AZURE_CLIENT_CERTIFICATE_PATH`."),
    CLIENT_CERTIFICATE_PASSWORD(
            "client-certificate-password",
            Type.SECRET,
            null,
            "Password of the PKCS#12 file; without it `AZURE_CLIENT_CERTIFICATE_PASSWORD`."),
    TTL(
            "ttl",
            "5m",
            DurationText.LEAST_TTL,
            DurationText.MOST_TTL,
            "Age at which a value is refreshed, with up to 10 % jitter. Below 30 s it warns."),
    MAX_STALE(
            "max-stale",
            "24h",
            Duration.ZERO,
            Duration.ofDays(365),
            "How long an old value is served while the vault is unreachable. `0` is strict: a value not refreshed in time is gone."),
    LAST_KNOWN(
            "last-known",
            Type.PATH,
            null,
            "A directory of encrypted last values, with which a start goes on that finds the vault down, for no longer than `max-stale`"
                    + " ([restart in an outage](restart-in-an-outage.md)). Unset, nothing is ever written."),
    LAST_KNOWN_KEY(
            "last-known-key",
            Type.PATH,
            null,
            "The file of the key for `last-known`: 32 bytes, as `openssl rand -base64 32` makes them, outside of that directory and unreadable"
                    + " to others. Without it systemd's credential `keyweave-last-known-key`."),
    STARTUP_TIMEOUT(
            "startup-timeout",
            "15s",
            Duration.ofMillis(100),
            Duration.ofMinutes(30),
            "A start fails when a needed secret has no value by then."),
    STARTUP_SPREAD(
            "startup-spread",
            "0s",
            Duration.ZERO,
            Duration.ofHours(1),
            "Random delay before the first request, for fleets that restart all at once; it comes on top of `startup-timeout`."
                    + " The command `simulate` advises."),
    STARTUP_WAIT(
            "startup-wait",
            Type.CHOICE,
            "premain",
            "When the agent waits for the secrets of the start: before `main`, or at the first read of one of them. Then they are fetched while"
                    + " the application starts. Either way the JVM ends with the same report when one is not available.",
            "premain",
            "first-read"),
    ON_MISSING(
            "on-missing",
            Type.CHOICE,
            "fail",
            "What happens at start when a secret does not exist or is disabled: `fail`, or `warn` and leave the key unset. Per"
                    + " reference: `?optional`, `?default=`.",
            "fail",
            "warn"),
    FAIL_ON_EXPIRED(
            "fail-on-expired",
            Type.FLAG,
            "false",
            "`true` refuses a secret whose expiry date has passed. Key Vault itself hands it out; by default it is served with a"
                    + " warning."),
    TRIM(
            "trim",
            Type.FLAG,
            "false",
            "`true`: blanks and line breaks around a secret, and a byte order mark before it, are no part of its value. Per reference:"
                    + " `?trim`."),
    TRUST(
            "trust",
            Type.TRUST,
            null,
            "Further path globs whose files may hold placeholders, and `class:NAME` for a class of the application that reads the bytes"
                    + " itself."),
    SOURCES(
            "sources",
            Type.SOURCES,
            "env:*;property:*",
            "Globs over `env:NAME` and `property:NAME`: the environment variables and system properties that may hold placeholders. Others are"
                    + " not even parsed, and name no trusted file. Set it where a launcher passes texts of users to the JVMs it starts."),
    ALLOW(
            "allow",
            Type.LIST,
            "*/*",
            "`vault/secret` globs; those of other schemes begin with theirs: `aws:prod/**`. A reference that matches none is refused before any request is"
                    + " made. Unset, everything is allowed."),
    LOGINS(
            "logins",
            Type.SERVERS,
            null,
            "Servers, as `host:port`, at which a login may be made with another version of a password than the application passed, although"
                    + " none has worked there yet. `*` in a host matches any characters but a dot, `*` as a port for any port."
                    + " `docs/databases.md` says when it is needed."),
    EXTENSIONS(
            "extensions",
            Type.LIST,
            null,
            "Jars that bring further schemes, or directories of such jars. None is opened before a placeholder needs it. Their own"
                    + " settings begin with the scheme: `aws.endpoint`. `docs/extensions.md` says more."),
    OFFLINE(
            "offline",
            Type.PATH,
            null,
            "A `.properties` file of `vault/secret=value` lines used instead of any vault, for a developer's laptop; named `.env` or"
                    + " `*.env` it is read as [dotenv](testing.md#a-file-instead-of-a-vault). One loud line on stderr says so."),
    LATE_SETTINGS(
            "late-settings",
            Type.FLAG,
            "false",
            "`true` is for a JVM that runs tests: system properties `keyweave.*` that are set after the start count too, until the first"
                    + " placeholder is read. So a test can start the vault ([testing](testing.md)). A placeholder in the environment or"
                    + " a system property of the start is an error then."),
    CA(
            "ca",
            Type.PATH,
            null,
            "PEM file of certificates to trust besides the JDK's: TLS-inspecting proxy, private endpoint, dev vault."),
    LOG(
            "log",
            Type.CHOICE,
            "info",
            "How much is written to stderr. `app`: as `info`, and into the application's own log as soon as that is up"
                    + " ([lines in the application's log](on-call.md#lines-in-the-applications-own-log)).",
            "off",
            "error",
            "warn",
            "info",
            "debug",
            "app"),
    LOG_FORMAT(
            "log-format",
            Type.CHOICE,
            "text",
            "`text`: a line for people, `time LEVEL code keyweave: ...`. `json`: one object a line. `docs/troubleshooting.md` explains each code.",
            "text",
            "json"),
    CONFIG("config", Type.PATH, null, "A file of further settings, one `name=value` per line, `#` starts a comment."),
    ENABLED("enabled", Type.FLAG, "true", "`false`: the agent does nothing.");

    /** How a value is read. */
    public enum Type {
        TEXT,
        /** Never shown, in no message. */
        SECRET,
        PATH,
        /** {@code 2027-01-31}. */
        DATE,
        DURATION,
        CHOICE,
        FLAG,
        /** Items separated by {@code ;}. */
        LIST,
        /** A list of {@code host:port}. */
        SERVERS,
        /** A list of path globs and of {@code class:NAME}. */
        TRUST,
        /** A list of globs over {@code env:NAME} and {@code property:NAME}. */
        SOURCES
    }

    private final String key;
    private final Type type;
    private final @Nullable String defaultText;
    private final String meaning;
    private final String[] choices;
    private final @Nullable Duration least;
    private final @Nullable Duration most;

    Setting(String key, Type type, @Nullable String defaultText, String meaning, String... choices) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.meaning = meaning;
        this.choices = choices;
        this.least = null;
        this.most = null;
    }

    Setting(String key, String defaultText, Duration least, Duration most, String meaning) {
        this.key = key;
        this.type = Type.DURATION;
        this.defaultText = defaultText;
        this.meaning = meaning;
        this.choices = new String[0];
        this.least = least;
        this.most = most;
    }

    /** The name in agent arguments and in the settings file. */
    public String key() {
        return key;
    }

    public Type type() {
        return type;
    }

    /** The value when nothing is set, or {@code null} when there is none. */
    public @Nullable String defaultText() {
        return defaultText;
    }

    /** A paragraph for the documentation, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** The values a {@link Type#CHOICE} takes; otherwise empty. */
    public String[] choices() {
        return choices.clone();
    }

    /** Smallest and largest duration; only for {@link Type#DURATION}. */
    public @Nullable Duration least() {
        return least;
    }

    /** The largest duration; only for {@link Type#DURATION}. */
    public @Nullable Duration most() {
        return most;
    }

    /** Whether {@code vault.<alias>.<name>} sets it for one alias alone. */
    public boolean perAlias() {
        return switch (this) {
            case AUTH,
                    CLIENT_ID,
                    TENANT_ID,
                    CLIENT_SECRET,
                    CLIENT_SECRET_EXPIRES,
                    CLIENT_CERTIFICATE,
                    CLIENT_CERTIFICATE_PASSWORD -> true;
            default -> false;
        };
    }

    /** The name as an environment variable. */
    public String environmentVariable() {
        return "KEYWEAVE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The setting of that name, or {@code null}. */
    public static @Nullable Setting named(String key) {
        for (Setting setting : ALL) {
            if (setting.key.equals(key)) {
                return setting;
            }
        }
        return null;
    }

    private static final Setting[] ALL = values();

    /** Why the text cannot be a value of this setting, as the end of a sentence, or {@code null} when it can. */
    @Nullable
    String objection(String text) {
        switch (type) {
            case DURATION -> {
                Duration duration = DurationText.parse(text);
                if (duration == null) {
                    return "is not a duration: write a number and ms, s, m, h or d, such as " + defaultText;
                }
                if (least != null && duration.compareTo(least) < 0) {
                    return "is too short: at least " + DurationText.of(least);
                }
                if (most != null && duration.compareTo(most) > 0) {
                    return "is too long: at most " + DurationText.of(most);
                }
                return null;
            }
            case CHOICE -> {
                StringBuilder known = new StringBuilder("is none of ");
                for (int i = 0; i < choices.length; i++) {
                    if (choices[i].equals(text)) {
                        return null;
                    }
                    known.append(i == 0 ? "" : ", ").append(choices[i]);
                }
                return known.toString();
            }
            case FLAG -> {
                return text.equals("true") || text.equals("false") ? null : "is neither true nor false";
            }
            case DATE -> {
                return DateText.parse(text) != null ? null : "is not a date: write year-month-day, such as 2027-01-31";
            }
            case SERVERS -> {
                return ServerPattern.objection(text);
            }
            case TRUST -> {
                return TrustText.objection(text);
            }
            case SOURCES -> {
                return SourceList.objection(text);
            }
            case PATH, TEXT, SECRET, LIST -> {
                return text.isEmpty() ? "is empty: give a value or leave the setting out" : null;
            }
        }
        return null;
    }
}
