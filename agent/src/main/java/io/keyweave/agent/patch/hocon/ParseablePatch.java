package io.keyweave.agent.patch.hocon;

import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.DocumentNearMisses;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.trust.PlaceholderLike;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.trust.StreamOrigins;
import io.keyweave.agent.trust.Trust;
import io.keyweave.placeholder.NearMiss;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every document HOCON loads, whole files, resources and includes alike, passes {@code Parseable.rawParseValue(Reader, ..)}. Its text is looked at once; without a
 * placeholder HOCON goes on by itself. Otherwise the origin of this document, never of the one that includes it, decides.
 */
final class ParseablePatch implements Patch {

    static final List<String> LIBRARY = List.of("com.typesafe.config.");

    private static final String UNKNOWN =
            "A document holds placeholders of Keyweave, but this HOCON is older than 1.3.0 or newer than this agent knows, so they cannot"
                    + " be resolved. Use another version of com.typesafe:config, or set them as system properties or environment.";

    private static final String PARSEABLE = "com.typesafe.config.impl.Parseable";

    private final Templates templates;

    ParseablePatch(Templates templates) {
        this.templates = templates;
    }

    @Override
    public String className() {
        return PARSEABLE;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "rawParseValue",
                "(Ljava/io/Reader;Lcom/typesafe/config/ConfigOrigin;Lcom/typesafe/config/ConfigParseOptions;)"
                        + "Lcom/typesafe/config/impl/AbstractConfigValue;",
                this::parse));
    }

    private Object @Nullable [] parse(Call call) throws Throwable {
        Object[] arguments = call.arguments();
        Reader reader = (Reader) arguments[0];
        Document document = Document.read(reader);
        if (!document.mayHoldPlaceholders()) {
            new Binder(call.self(), reader).tellNearMisses(document.text(), arguments[1]);
            return new Object[] {call.proceed(document.reader(), arguments[1], arguments[2])};
        }
        Binder binder = new Binder(call.self(), reader);
        HoconClasses hocon;
        try {
            hocon = HoconClasses.in(call.loader());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
            if (PlaceholderLike.in(document.text()) && binder.trusted("a document")) {
                throw call.raise(failure(
                        call.loader(), UNKNOWN + " (" + unknown.getClass().getName() + ")"));
            }
            return new Object[] {call.proceed(document.reader(), arguments[1], arguments[2])};
        }
        try {
            return new Object[] {tree(call, hocon, binder, document)};
        } catch (SecretException e) {
            throw call.raise(Refusals.remember(failure(call.loader(), Refusals.report(e)), e));
        } catch (Throwable ofHocon) {
            // The reader is used up, so the method cannot be run instead, and a placeholder must not get through: fail
            // the load.
            throw call.raise(ofHocon);
        }
    }

    private static Object tree(Call call, HoconClasses hocon, Binder binder, Document document) throws Throwable {
        Object[] arguments = call.arguments();
        Object origin = Objects.requireNonNull(arguments[1]);
        Object options = Objects.requireNonNull(arguments[2]);
        if (document.isProperties(options)) {
            return properties(hocon, binder, document, origin);
        }
        Object parseable = Objects.requireNonNull(call.self());
        return hocon.parse(parseable, document.reader(), origin, options, binder::bindPairs);
    }

    /** A {@code ConfigException} of the HOCON that this class loader has. */
    private static Throwable failure(@Nullable ClassLoader loader, String report) throws ReflectiveOperationException {
        return (Throwable) Class.forName("com.typesafe.config.ConfigException$Generic", false, loader)
                .getConstructor(String.class)
                .newInstance(report);
    }

    private static Object properties(HoconClasses hocon, Binder binder, Document document, Object origin)
            throws Throwable {
        Properties properties = binder.loadRaw(document.reader());
        String file = hocon.place(origin);
        List<Templates.Candidate> candidates = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (String key : properties.stringPropertyNames()) {
            keys.add(key);
            candidates.add(new Templates.Candidate(properties.getProperty(key), file + ": " + key));
        }
        List<@Nullable Supplier<@Nullable String>> values = binder.bind(candidates);
        Map<String, Map.Entry<String, Supplier<@Nullable String>>> held = new LinkedHashMap<>();
        for (int i = 0; values != null && i < keys.size(); i++) {
            Supplier<@Nullable String> value = values.get(i);
            if (value != null) {
                held.put(keys.get(i), Map.entry(candidates.get(i).text(), value));
            }
        }
        Object tree = hocon.tree(origin, properties);
        return held.isEmpty() ? tree : hocon.graft(tree, held);
    }

    /** Judges one document, when a string in it does look like a placeholder, and binds its strings. */
    private final class Binder {

        private final @Nullable Object parseable;
        private final Reader reader;

        Binder(@Nullable Object parseable, Reader reader) {
            this.parseable = parseable;
            this.reader = reader;
        }

        Properties loadRaw(Reader text) throws IOException {
            return templates.loadRaw(text);
        }

        @Nullable
        List<@Nullable Supplier<@Nullable String>> bindPairs(List<String[]> textsAndPlaces) {
            List<Templates.Candidate> candidates = new ArrayList<>(textsAndPlaces.size());
            for (String[] pair : textsAndPlaces) {
                candidates.add(new Templates.Candidate(pair[0], pair[1]));
            }
            return bind(candidates);
        }

        @Nullable
        List<@Nullable Supplier<@Nullable String>> bind(List<Templates.Candidate> candidates) {
            for (Templates.Candidate candidate : candidates) {
                if (PlaceholderLike.in(candidate.text())) {
                    return trusted(candidate.place()) ? templates.bind(candidates) : null;
                }
            }
            for (Templates.Candidate candidate : candidates) {
                if (NearMiss.mayBe(candidate.text()) && trustedQuietly()) {
                    Agent.running().nearMisses().look(candidate.text(), Origin.of(candidate.place()));
                }
            }
            return null;
        }

        /** Of a text that HOCON reads by itself. */
        void tellNearMisses(String text, @Nullable Object origin) {
            DocumentNearMisses.tell(text, DocumentFormat.MARKED, new DocumentNearMisses.ReadDocument() {
                @Override
                public boolean trusted() {
                    return trustedQuietly();
                }

                @Override
                public String place() {
                    try {
                        return origin == null ? "a document" : String.valueOf(Reflected.text(origin, "description"));
                    } catch (ReflectiveOperationException e) {
                        return "a document";
                    }
                }
            });
        }

        /** As {@link #trusted}, where nothing would be resolved. */
        private boolean trustedQuietly() {
            Trust trust = templates.trust();
            URL resource = ofLoader() ? url() : null;
            StreamOrigin origin = trust.originOf(stream());
            return resource != null && trust.trusts(resource) || origin != null && trust.trusts(origin);
        }

        private boolean ofLoader() {
            return parseable != null && parseable.getClass().getName().equals(PARSEABLE + "$ParseableResourceURL");
        }

        /** HOCON puts a reader of its own, an anonymous class, around one that it must not close. */
        private Object stream() {
            Object source = reader instanceof FilterReader
                            && reader.getClass().getName().startsWith(PARSEABLE + "$")
                    ? StreamOrigins.filtered((FilterReader) reader)
                    : reader;
            return source == null ? reader : source;
        }

        private static String withoutLine(String place) {
            int colon = place.lastIndexOf(": ");
            return colon < 0 ? place : place.substring(0, colon);
        }

        boolean trusted(String place) {
            // First, because it opens what the origins of streams are read from.
            Trust trust = templates.trust();
            String kind = parseable == null ? "" : parseable.getClass().getName();
            if (kind.equals(PARSEABLE + "$ParseableString")) {
                return trust.judgeText("a string", LIBRARY).trusted();
            }
            if (kind.equals(PARSEABLE + "$ParseableURL") && StreamOrigins.of(reader) == null) {
                return trust.judgeText(withoutLine(place), LIBRARY).trusted();
            }
            URL resource = ofLoader() ? url() : null;
            return resource == null
                    ? trust.judge(stream(), LIBRARY).trusted()
                    : trust.judgeResource(resource, stream(), LIBRARY).trusted();
        }

        /** What {@code ClassLoader.getResources} returned. */
        private @Nullable URL url() {
            try {
                Object resource = Objects.requireNonNull(parseable);
                return (URL) Reflected.field(resource, "input").get(resource);
            } catch (ReflectiveOperationException e) {
                return null;
            }
        }
    }
}
