package io.keyweave.agent.trust;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.ReaderClass;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.settings.SourceList;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Which text may hold placeholders. Resolving whatever text passes by is how Log4Shell happened, so text is trusted by where it was read from: the class path,
 * what a class loader returned, the default locations of configuration libraries, and what the operator named with {@code trust=}. Everything else, an upload,
 * a string, a URL, stays as it is, and one warning says so.
 *
 * <p>A judgement costs a walk along the stream and, the first time, a look at the class path: ask only for text in which a
 * placeholder stands. Thread-safe.
 */
public final class Trust {

    /** A warning a line: a user who uploads many files must not fill the operator's log. */
    private static final int MOST_WARNINGS = 50;

    private static final int LONGEST_NAME = 500;

    private static final int LONGEST_REMEDY = 900;

    /** An application may load files with imports again and again. */
    private static final int MOST_PATTERNS = 1_000;

    private final Settings settings;
    private final EventLog log;
    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final Directory directory;
    private final List<PathGlob> globs = new CopyOnWriteArrayList<>();
    private final Set<String> readers = new HashSet<>();
    private final List<PathGlob> ofOperator = new ArrayList<>();
    private final Set<String> read = ConcurrentHashMap.newKeySet();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ClassPath classPath;

    /**
     * @param settings for {@link Setting#TRUST}
     * @param properties the system properties as they were at start
     * @param environment the environment as it was at start
     */
    public Trust(Settings settings, Map<String, String> properties, Map<String, String> environment, EventLog log) {
        this.settings = settings;
        this.log = log;
        this.properties = properties;
        this.directory = new Directory(properties.getOrDefault("user.dir", "."));
        this.environment = environment;
        List<String> patterns = new ArrayList<>(defaultPatterns());
        for (String item : settings.list(Setting.TRUST)) {
            if (item.startsWith("class:")) {
                readers.add(item.substring("class:".length()));
            } else {
                patterns.add(item);
                ofOperator.add(new PathGlob(directory.normalPattern(item)));
            }
        }
        for (String pattern : patterns) {
            globs.add(new PathGlob(directory.normalPattern(pattern)));
        }
    }

    /** What {@code sources} leaves out may be a text of users, so it names no trusted file either. The command that started the JVM is none of these. */
    private List<String> defaultPatterns() {
        if (!settings.isSet(Setting.SOURCES)) {
            return DefaultLocations.patterns(properties, environment);
        }
        SourceList sources = new SourceList(settings);
        Map<String, String> named = new HashMap<>(properties);
        named.keySet().removeIf(name -> !name.equals("sun.java.command") && !sources.hasProperty(name));
        Map<String, String> variables = new HashMap<>(environment);
        variables.keySet().removeIf(name -> !sources.hasVariable(name));
        return DefaultLocations.patterns(named, variables);
    }

    /**
     * Judges text about to be, or just been, read. Warns when it is not trusted.
     *
     * @param stream the open {@code InputStream} or {@code Reader} it comes from
     * @throws io.keyweave.SecretException when the text is not trusted and the settings have problems: a misspelled {@code trust} may have named it
     * @param libraries package prefixes ({@code com.typesafe.config.}) of the library that reads for the application, skipped in the
     *     search for the calling class
     */
    public Verdict judge(Object stream, List<String> libraries) {
        return judge(stream, StreamOrigins.of(stream), libraries);
    }

    /** What a stream reads, to be asked while it is open; null when that is not known. */
    public @Nullable StreamOrigin originOf(Object stream) {
        return StreamOrigins.of(stream);
    }

    /** As {@link #judge(Object, List)} for a stream that may be closed by now and whose origin was asked for in time. */
    public Verdict judge(Object stream, @Nullable StreamOrigin origin, List<String> libraries) {
        String place = origin != null ? origin.place() : stream.getClass().getName();
        if (origin != null && trusts(origin)) {
            if (!origin.archive() && read.size() < MOST_PATTERNS) {
                read.add(directory.normal(origin.path()));
            }
            return new Verdict(true, place);
        }
        return judgeByCaller(place, origin, libraries);
    }

    /**
     * The files named by {@code trust=} that hold what looks like a placeholder, and of which nothing was judged so far: whoever reads them by means
     * that are not patched gets text. Looks at the disk, so it is not for a thread of the application.
     */
    public List<String> unread() {
        return read.size() < MOST_PATTERNS ? UnreadFiles.of(directory, ofOperator, read) : List.of();
    }

    /**
     * Judges text from a URL that a library got from a class loader.
     *
     * @param stream what was opened from it
     */
    public Verdict judgeResource(URL url, Object stream, List<String> libraries) {
        // The JVM's own image holds modules of the application, whose resources come as an array of bytes.
        return LoaderResources.OF_JVM.trusts(url) || url.getProtocol().equals("jrt")
                ? new Verdict(true, url.toString())
                : judge(stream, libraries);
    }

    /** Judges text that came as a string or a map: only {@code trust=class:} can trust it. */
    public Verdict judgeText(String place, List<String> libraries) {
        return judgeByCaller(place, null, libraries);
    }

    /** Whether a class loader that is trusted returned the URL; tells nobody where not. */
    public boolean trusts(URL resource) {
        return LoaderResources.OF_JVM.trusts(resource);
    }

    /** Whether a file, or entries of an archive, may hold placeholders. */
    public boolean trusts(StreamOrigin origin) {
        if (origin.resource()) {
            return true;
        }
        String path = directory.normal(origin.path());
        if (!directory.honest(origin.path())) {
            return false;
        }
        for (PathGlob glob : globs) {
            if (glob.matches(path)) {
                return true;
            }
        }
        return origin.archive() ? classPath().holdsArchive(path) : classPath().holdsFile(path);
    }

    /**
     * A file that is trusted imports others ({@code spring.config.import}): whoever wrote it could have written their text there.
     *
     * @param locations as Spring Boot reads them
     * @param directory of the importing file, where a path without {@code file:} begins; null when it is not a file
     */
    public void trustSpringImport(String locations, @Nullable String directory) {
        for (String pattern : DefaultLocations.imported(locations, directory)) {
            if (globs.size() < MOST_PATTERNS) {
                globs.add(new PathGlob(this.directory.normalPattern(pattern)));
            }
        }
    }

    /** A file that the operator has named while the JVM was running already. */
    public void trustFile(String path) {
        if (globs.size() < MOST_PATTERNS) {
            globs.add(new PathGlob(asPattern(directory.normal(path))));
        }
    }

    private Verdict judgeByCaller(String place, @Nullable StreamOrigin origin, List<String> libraries) {
        Class<?> caller = Caller.outside(libraries);
        String name = caller == null ? "an unknown class" : caller.getName();
        if (caller != null && readers.contains(name)) {
            return new Verdict(true, place);
        }
        if (origin != null && directory.honest(origin.path()) && LoaderClassPath.holds(origin, directory, caller)) {
            return new Verdict(true, place);
        }
        ResolverBuilder.refuseProblems(settings);
        warn(place, origin, name, caller != null);
        return new Verdict(false, place);
    }

    private void warn(String place, @Nullable StreamOrigin origin, String caller, boolean known) {
        if (warned.size() >= MOST_WARNINGS || !warned.add(place + '\n' + caller)) {
            return;
        }
        String remedy;
        if (origin != null) {
            remedy = "If only operators can write this file, set trust=" + asPattern(directory.normal(origin.path()));
        } else if (known && ReaderClass.objection(caller) == null) {
            remedy = "If this class never reads text of users, set trust=class:" + caller;
        } else {
            remedy =
                    "Put the placeholder into an environment variable or a file that is trusted, and refer to it from there";
        }
        log.write(LogEvent.of(TrustMessages.UNTRUSTED)
                .with("origin", printable(place, LONGEST_NAME))
                .with("reader", printable(caller, LONGEST_NAME))
                .with("remedy", printable(remedy, LONGEST_REMEDY)));
    }

    /** The setting takes no brackets. */
    private static String asPattern(String path) {
        return path.replace('[', '?').replace(']', '?').replace('{', '?').replace('}', '?');
    }

    /** Names of files and URLs may come from users: no line breaks or terminal codes of theirs in the log, and no essays. */
    private static String printable(String message, int longest) {
        StringBuilder text = new StringBuilder(Math.min(message.length(), longest));
        for (int i = 0; i < message.length() && i < longest; i++) {
            char c = message.charAt(i);
            text.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return text.toString();
    }

    private ClassPath classPath() {
        ClassPath known = classPath;
        if (known == null) {
            known = new ClassPath(directory, properties.get("java.class.path"), properties.get("jdk.module.path"));
            classPath = known;
        }
        return known;
    }
}
