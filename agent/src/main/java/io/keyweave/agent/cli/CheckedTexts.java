package io.keyweave.agent.cli;

import io.keyweave.Origin;
import io.keyweave.StderrLog;
import io.keyweave.agent.cli.Resolution.Trusted;
import io.keyweave.agent.startup.ReservedNames;
import io.keyweave.agent.trust.Trust;
import io.keyweave.placeholder.NearMiss;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.settings.SourceList;
import io.keyweave.text.Glob;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The texts that {@code check} looks at, what becomes of each, and what the settings {@code sources} and {@code allow} leave of them. */
final class CheckedTexts {

    /** Directories that build tools pack, and that packed applications are unpacked to. */
    private static final String[] PACKED = {
        "*/src/main/resources/*",
        "*/target/classes/*",
        "*/build/resources/main/*",
        "*/BOOT-INF/classes/*",
        "*/WEB-INF/classes/*"
    };

    /** In an archive, or in a directory that is deployed. */
    private static final String[] DESCRIPTORS = {
        "/WEB-INF/*.xml in *.war", "/META-INF/context.xml in *.war", "*/WEB-INF/*.xml", "*/META-INF/context.xml"
    };

    private final Settings settings;
    private final SourceList sources;
    private final FileReaders readers = new FileReaders();
    private final FileCollector collector = new FileCollector(readers);
    private final List<PlacedText> found = new ArrayList<>();
    private final List<String> outside = new ArrayList<>();

    CheckedTexts(Settings settings) {
        this.settings = settings;
        this.sources = new SourceList(settings);
    }

    /** @throws IOException when a file cannot be read */
    void collect(CheckCall call, Map<String, String> properties, Map<String, String> environment) throws IOException {
        properties.forEach((name, text) ->
                add(text, Origin.systemProperty(name), name, "System.getProperty", sources.hasProperty(name)));
        new TreeMap<>(environment)
                .forEach((name, text) ->
                        add(text, Origin.environment(name), name, "System.getenv", sources.hasVariable(name)));
        for (Path file : call.files()) {
            try {
                collector.add(file);
            } catch (IOException e) {
                throw new IOException(
                        "the file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
            }
        }
        Map<String, String> started = new TreeMap<>(properties);
        started.put("java.class.path", classPath(call));
        Trust trust = new Trust(settings, started, environment, StderrLog.of(settings));
        for (CheckedFile file : collector.files()) {
            addImports(file, trust);
        }
        for (CheckedFile file : collector.files()) {
            addFile(file, trust);
        }
    }

    private String classPath(CheckCall call) {
        List<String> entries = new ArrayList<>(collector.applications());
        if (!call.classPath().isEmpty()) {
            for (String entry : call.classPath().split(File.pathSeparator, -1)) {
                if (entry.endsWith("/*")) {
                    File[] archives = new File(entry.substring(0, entry.length() - 2)).listFiles();
                    for (File archive : archives == null ? new File[0] : archives) {
                        entries.add(archive.getPath());
                    }
                } else {
                    entries.add(entry);
                }
            }
        }
        // An empty class path would be the working directory.
        return entries.isEmpty() ? File.separator + "nothing" : String.join(File.pathSeparator, entries);
    }

    private void add(String text, Origin origin, String name, String reader, boolean source) {
        if (!PlaceholderParser.mayHold(text) && !NearMiss.mayBe(text) || ReservedNames.ofTheJvm(name)) {
            return;
        }
        found.add(new PlacedText(text, origin, name, Resolution.source(reader, source)));
        if (!source && PlaceholderParser.mayHold(text)) {
            outside.add(origin.toString());
        }
    }

    /** A file that Spring reads and trusts may import others. */
    private void addImports(CheckedFile file, Trust trust) throws IOException {
        Path path = file.file();
        if (path == null || file.origin() == null || !trust.trusts(file.origin())) {
            return;
        }
        String directory = String.valueOf(path.toAbsolutePath().getParent());
        Properties properties = FileTexts.properties(file);
        if (properties != null) {
            for (String key : properties.stringPropertyNames()) {
                if (key.startsWith("spring.config.import")) {
                    trust.trustSpringImport(properties.getProperty(key, ""), directory);
                }
            }
        } else if (file.endsWith(".yml", ".yaml")) {
            YamlOutline outline = outline(file);
            for (int number = 1; number <= outline.size(); number++) {
                String key = String.join(".", outline.path(number));
                if (key.equals("spring.config.import") || key.equals("spring.config.import.")) {
                    trust.trustSpringImport(
                            YamlOutline.plain(outline.line(number).value()), directory);
                }
            }
        }
    }

    private static YamlOutline outline(CheckedFile file) {
        return new YamlOutline(new String(file.bytes(), StandardCharsets.UTF_8));
    }

    private void addFile(CheckedFile file, Trust trust) throws IOException {
        List<FileTexts.FileText> texts;
        try {
            texts = FileTexts.of(file);
        } catch (IOException e) {
            throw new IOException("the file " + file.place() + " cannot be read (" + e.getMessage() + ")", e);
        }
        YamlOutline outline = file.endsWith(".yml", ".yaml", ".tpl") ? outline(file) : null;
        if (texts.isEmpty() && outline == null) {
            return;
        }
        if (outline != null && ManifestText.is(file, outline)) {
            ChartTemplates templates =
                    ChartTemplates.areValues(file) ? ChartTemplates.beside(file, sources, readers) : null;
            ManifestText manifest = new ManifestText(outline, sources, readers, templates);
            List<FileTexts.FileText> all = new ArrayList<>(texts);
            all.addAll(manifest.encoded(file.place()));
            for (FileTexts.FileText text : all) {
                ManifestText.Placed placed = manifest.at(text.line());
                found.add(new PlacedText(text.text(), text.origin(), placed.variable(), placed.resolution()));
            }
            return;
        }
        if (texts.isEmpty()) {
            return;
        }
        Resolution resolution = resolution(file, trust);
        for (FileTexts.FileText text : texts) {
            found.add(new PlacedText(text.text(), text.origin(), null, resolution));
        }
    }

    private Resolution resolution(CheckedFile file, Trust trust) {
        List<TextReader> who = readers.of(named(file), collector.classFiles(), collector.complete());
        boolean trusted = file.origin() != null && trust.trusts(file.origin()) || packed(file);
        if (variables(file) && !trusted) {
            return new Resolution(
                    List.of(new TextReader("the environment", true)),
                    Trusted.DEPENDS,
                    "It is resolved where a container or service gets this file as its environment.");
        }
        if (who.isEmpty()) {
            return Resolution.nobody(
                    (collector.complete()
                                    ? "No library of the application that Keyweave knows"
                                    : "Keyweave knows nobody that")
                            + " reads such a file."
                            + " Write the placeholder into a file of docs/frameworks.md, a system property or the environment.");
        }
        if (!trusted && descriptor(file)) {
            return new Resolution(
                    who,
                    Trusted.DEPENDS,
                    "It is resolved where the application is deployed in a server of docs/frameworks.md.");
        }
        return trusted ? new Resolution(who, Trusted.YES, "") : new Resolution(who, Trusted.NO, untrusted(file));
    }

    /** Of a web application, which its server reads: not by a class loader. */
    private static boolean descriptor(CheckedFile file) {
        for (String pattern : DESCRIPTORS) {
            if (Glob.matches(pattern, '/' + file.place().replace('\\', '/'))) {
                return true;
            }
        }
        return false;
    }

    /** With the directory, by which servers tell their files. */
    private static String named(CheckedFile file) {
        Path path = file.file();
        Path directory = path == null ? null : path.toAbsolutePath().normalize().getParent();
        Path last = directory == null ? null : directory.getFileName();
        return last == null ? file.name() : last + "/" + file.name();
    }

    /** A file of {@code NAME=value} lines for a container or a service; {@code .env} alone is what applications read. */
    private static boolean variables(CheckedFile file) {
        return file.endsWith(".env") && file.name().length() > ".env".length();
    }

    private static boolean packed(CheckedFile file) {
        Path path = file.file();
        if (path == null) {
            return false;
        }
        String normal = path.toAbsolutePath().normalize().toString().replace('\\', '/');
        for (String pattern : PACKED) {
            if (Glob.matches(pattern, normal)) {
                return true;
            }
        }
        return false;
    }

    private static String untrusted(CheckedFile file) {
        Path path = file.file();
        if (path == null) {
            return file.origin() == null
                    ? "No class loader serves this entry: move it to where resources of the application lie."
                    : "The archive is not on the class path: name it with --class-path, or set trust= to its path.";
        }
        return "If only operators can write it, set trust="
                + path.toAbsolutePath().normalize()
                + "; if it is on the class path or the application starts in another directory, say so with --class-path or -Duser.dir.";
    }

    List<PlacedText> found() {
        return found;
    }

    /** Lines that tell what the settings keep out; empty when they keep out nothing. */
    String limits() {
        StringBuilder text = new StringBuilder();
        if (settings.isSet(Setting.SOURCES)) {
            text.append("sources=")
                    .append(settings.text(Setting.SOURCES))
                    .append(
                            outside.isEmpty()
                                    ? " leaves out no placeholder.\n"
                                    : " leaves out, as text: " + String.join(", ", outside) + "\n");
        }
        if (settings.isSet(Setting.ALLOW)) {
            text.append("allow=").append(settings.text(Setting.ALLOW)).append(": no other secret is asked for.\n");
        }
        return text.toString();
    }

    /** One placeholder of a text, as it was written. */
    static String alone(Template template, Reference reference) {
        String text = template.text();
        int begin = reference.column() - 1;
        return text.startsWith("$<", begin) ? text.substring(begin, text.indexOf('>', begin) + 1) : text;
    }
}
