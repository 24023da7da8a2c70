package io.keyweave.core;

import io.keyweave.ConfigProvider;
import io.keyweave.test.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** An extension made from sources, as a third party would make it. */
final class ExtensionJar {

    /** Of the scheme SCHEME: answers with its libraries' versions, and with the classes it should not see and does. */
    static final String PROVIDER =
            """
            package ext;

            import com.github.benmanes.caffeine.cache.Caffeine;
            import io.keyweave.*;
            import java.time.Duration;

            public final class TellingProvider implements ConfigProvider {
                public String scheme() {
                    return "SCHEME";
                }

                public ReferenceGrammar grammar(ProviderSettings settings) {
                    return new ReferenceGrammar() {
                        public String form() {
                            return "A placeholder is $<SCHEME:name>";
                        }

                        public String example() {
                            return "$<SCHEME:name>";
                        }

                        public SecretRef parse(ReferenceReader in) {
                            return new SecretRef("SCHEME", "", in.word(ReferenceReader.LETTERS + "/_+=.@-:", 500, "name"), null);
                        }
                    };
                }

                public java.util.List<ProviderSetting> settings() {
                    return java.util.List.of(
                            ProviderSetting.text("end", "What follows."), ProviderSetting.flag("loud", false, "Capitals."));
                }

                private ProviderSettings settings;

                public void configure(ProviderSettings given) {
                    settings = given;
                }

                public Secret fetch(SecretRef ref, Duration timeout) {
                    String seen = "";
                    for (String name : new String[] {
                        "io.keyweave.SecretResolver",
                        "io.keyweave.settings.Settings",
                        "io.keyweave.core.CachingResolver",
                        "io.keyweave.agent.KeyweaveAgent",
                        "com.azure.core.util.Context",
                        "com.example.extension.AnswersProperties"
                    }) {
                        try {
                            seen += Class.forName(name).getName();
                        } catch (ClassNotFoundException expected) {
                        }
                    }
                    String text = ref.name() + "=" + lib.Shared.VERSION() + "," + Caffeine.version() + "," + settings.text("end")
                            + "," + (Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()) + seen;
                    return Secret.of(settings.flag("loud") ? text.toUpperCase() : text, "1");
                }

                public void close() {}
            }
            """;

    private ExtensionJar() {}

    /** One that tells by itself. */
    static Path telling(Path directory, String scheme, String version) {
        return of(
                directory,
                scheme,
                "ext.TellingProvider",
                PROVIDER.replace("SCHEME", scheme),
                "package lib; public final class Shared { public static String VERSION() { return \"" + version
                        + "\"; } }",
                "package com.github.benmanes.caffeine.cache; public interface Caffeine { static String version() {"
                        + " return \"own\"; } }");
    }

    /** @param provider the class that the services file names */
    static Path of(Path directory, String name, String provider, String... sources) {
        try {
            Path work = Files.createDirectories(directory.resolve(name));
            List<String> arguments = new ArrayList<>(List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-cp",
                    Project.placeOf(ConfigProvider.class).toString(),
                    "-d",
                    work.resolve("classes").toString()));
            for (String source : sources) {
                String type = source.replaceFirst("(?s).*?(?:class|interface) (\\w+).*", "$1");
                String folder = source.replaceFirst("(?s).*?package ([\\w.]+);.*", "$1");
                Path file = work.resolve(folder).resolve(type + ".java");
                Files.createDirectories(work.resolve(folder));
                arguments.add(Files.writeString(file, source).toString());
            }
            int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
            if (code != 0) {
                throw new IllegalStateException("javac " + arguments);
            }
            return jar(directory.resolve(name + ".jar"), work.resolve("classes"), provider);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(Path jar, Path classes, String provider) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            out.putNextEntry(new JarEntry("META-INF/services/io.keyweave.ConfigProvider"));
            out.write(provider.getBytes(StandardCharsets.UTF_8));
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
