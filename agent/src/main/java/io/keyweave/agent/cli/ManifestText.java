package io.keyweave.agent.cli;

import io.keyweave.Origin;
import io.keyweave.agent.cli.Resolution.Trusted;
import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Piece;
import io.keyweave.agent.startup.ReservedNames;
import io.keyweave.settings.SourceList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file that no JVM reads and that says what a container gets: a Kubernetes manifest, the values and templates of a Helm chart, a compose file.
 * Its placeholders become environment variables, arguments or files.
 */
final class ManifestText {

    private static final Set<String> VARIABLES = Set.of(
            "env",
            "envs",
            "envVars",
            "environment",
            "environmentVariables",
            "extraEnv",
            "extraEnvs",
            "extraEnvVars",
            "variables",
            "literals");

    private static final Set<String> ARGUMENTS = Set.of("args", "command", "jvmArgs", "jvmOptions", "javaOpts");

    private final YamlOutline outline;
    private final SourceList sources;
    private final FileReaders readers;
    private final @Nullable ChartTemplates templates;

    /**
     * What a line becomes.
     *
     * @param variable the environment variable or system property that it is, null when it is none
     */
    record Placed(Resolution resolution, @Nullable String variable) {}

    /** @param templates of the chart whose values these are; null when they are none */
    ManifestText(YamlOutline outline, SourceList sources, FileReaders readers, @Nullable ChartTemplates templates) {
        this.outline = outline;
        this.sources = sources;
        this.readers = readers;
        this.templates = templates;
    }

    /** Whether the file is such a one rather than one that an application reads. */
    static boolean is(CheckedFile file, YamlOutline outline) {
        boolean kubernetes = outline.hasTop("apiVersion") && outline.hasTop("kind");
        boolean compose = outline.hasTop("services") && file.name().contains("compose");
        boolean kustomize = file.name().startsWith("kustomization.");
        return kubernetes || compose || kustomize || ChartTemplates.areValues(file) || ChartTemplates.isTemplate(file);
    }

    /** What the values of a Secret's {@code data} hold, which are Base64. */
    List<FileTexts.FileText> encoded(String place) {
        List<FileTexts.FileText> found = new ArrayList<>();
        for (int number = 1; number <= outline.size(); number++) {
            List<YamlOutline.Line> around = outline.around(number);
            if (!around.isEmpty()
                    && around.get(0).key().equals("data")
                    && outline.top(number, "kind").equals("Secret")) {
                String text = decoded(YamlOutline.plain(outline.line(number).value()));
                for (Piece piece : Piece.in(text, DocumentFormat.MARKED)) {
                    found.add(new FileTexts.FileText(piece.text(), Origin.fileLine(place, number), number));
                }
            }
        }
        return found;
    }

    private static String decoded(String value) {
        try {
            return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException other) {
            return "";
        }
    }

    Placed at(int number) {
        YamlOutline.Line line = outline.line(number);
        List<YamlOutline.Line> around = outline.around(number);
        String parent = around.isEmpty() ? "" : around.get(0).key();
        String value = YamlOutline.plain(line.value());
        String name = outline.beside(number, "name");
        if (name != null && (line.key().equals("value") || line.key().isEmpty())) {
            return variable(name, line.value());
        }
        if (!line.key().equals("value") && VARIABLES.contains(parent)) {
            int equals = value.indexOf('=');
            return line.key().isEmpty()
                    ? variable(equals < 0 ? value : value.substring(0, equals), value.substring(equals + 1))
                    : variable(line.key(), value);
        }
        if (value.startsWith("-D") && value.indexOf('=') > 2) {
            return property(value.substring(2, value.indexOf('=')));
        }
        if (ARGUMENTS.contains(parent) && value.startsWith("--")) {
            return placed(new Resolution(
                    List.of(new TextReader("Spring, as an argument", true)),
                    Trusted.DEPENDS,
                    "Only Spring Boot resolves arguments of main."));
        }
        String kind = outline.top(number, "kind");
        if (kind.equals("ConfigMap") || kind.equals("Secret")) {
            return inConfigMap(line, around);
        }
        return templates != null ? templates.use(outline.path(number)) : unknown();
    }

    private Placed inConfigMap(YamlOutline.Line line, List<YamlOutline.Line> around) {
        YamlOutline.Line entry = line;
        for (YamlOutline.Line outer : around) {
            if (outer.key().equals("data") || outer.key().equals("stringData")) {
                break;
            }
            entry = outer;
        }
        if (entry.key().indexOf('.') < 0) {
            return variable(entry.key(), entry.value());
        }
        List<TextReader> who = readers.of(entry.key(), Set.of(), false);
        return who.isEmpty()
                ? placed(Resolution.nobody("No library that Keyweave knows reads a file " + entry.key() + "."))
                : placed(new Resolution(
                        who,
                        Trusted.DEPENDS,
                        "It is trusted where it is mounted at a default location of its reader or below trust=."));
    }

    private Placed variable(String name, String value) {
        if (ReservedNames.ofTheJvm(name)) {
            int option = value.lastIndexOf("-D", Math.max(0, value.indexOf('$')));
            int equals = option < 0 ? -1 : value.indexOf('=', option);
            return equals < 0 ? unknown() : property(value.substring(option + 2, equals));
        }
        return new Placed(Resolution.source("env " + name, sources.hasVariable(name)), name);
    }

    private Placed property(String name) {
        return new Placed(Resolution.source("system property " + name, sources.hasProperty(name)), name);
    }

    static Placed unknown() {
        return placed(
                new Resolution(
                        List.of(),
                        Trusted.DEPENDS,
                        "This file does not say what the JVM gets of it. Check what it is rendered to (helm template), or where it is mounted."));
    }

    static Placed placed(Resolution resolution) {
        return new Placed(resolution, null);
    }
}
