package io.keyweave.agent.patch.xml;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code XMLEntityManager.setupCurrentEntity}, which opens every document and every external entity, of the JDK's Xerces and of Apache's; and
 * what Woodstox begins a document or an entity with. Each is judged by its own origin.
 */
public final class XmlPatches {

    private static final ParserLibrary XML = ParserLibrary.of(
            "the XML parser",
            "com.sun.org.apache.xerces.",
            "org.apache.xerces.",
            "com.ctc.wstx.",
            "javax.xml.",
            "org.xml.sax.");

    private static final String WOODSTOX_STREAM = "com.ctc.wstx.io.StreamBootstrapper";
    private static final String WOODSTOX_READER = "com.ctc.wstx.io.ReaderBootstrapper";

    private XmlPatches() {}

    public static PatchList list() {
        Function<String, @Nullable Patch> find = XmlPatches::find;
        return new PatchList("the XML parser", "placeholders in XML files")
                .reads(false, "*.xml")
                .addFirst("com.sun.org.apache.xerces.internal.impl.XMLEntityManager", find)
                .addFirst("org.apache.xerces.impl.XMLEntityManager", find)
                .addFirst(WOODSTOX_STREAM, find)
                .addFirst(WOODSTOX_READER, find);
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case "com.sun.org.apache.xerces.internal.impl.XMLEntityManager",
                    "org.apache.xerces.impl.XMLEntityManager" ->
                ReaderPatch.of(name, new Hook("setupCurrentEntity", null, new XmlSource()));
            case WOODSTOX_STREAM, WOODSTOX_READER ->
                ReaderPatch.of(name, new Hook("getInstance", null, new WoodstoxSource()));
            default -> null;
        };
    }

    /** Its stream or reader is the third argument. */
    private static final class WoodstoxSource implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            @Nullable Object[] arguments = call.arguments();
            Object instead;
            try {
                instead = arguments[2] instanceof InputStream stream
                        ? Documents.exchange(stream, DocumentFormat.XML, XML)
                        : arguments[2] instanceof Reader reader
                                ? Documents.exchange(reader, reader, DocumentFormat.XML, XML)
                                : null;
            } catch (IOException refused) {
                throw call.raise(new IllegalStateException(refused.getMessage(), refused));
            }
            if (instead == null) {
                return null;
            }
            arguments[2] = instead;
            return new Object[] {call.proceed(arguments)};
        }
    }

    private static final class XmlSource implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            for (Object argument : call.arguments()) {
                if (argument != null && argument.getClass().getName().endsWith("XMLInputSource")) {
                    exchange(call, argument);
                }
            }
            return null;
        }

        private static void exchange(Call call, Object source) throws Throwable {
            try {
                if (Reflected.get(source, "getCharacterStream") instanceof Reader reader) {
                    Reader instead = Documents.exchange(reader, reader, DocumentFormat.XML, XML);
                    if (instead != null) {
                        set(source, "setCharacterStream", Reader.class, instead);
                    }
                    return;
                }
                Object given = Reflected.get(source, "getByteStream");
                if (given instanceof ByteArrayInputStream bytes && !Documents.mayHaveOrigin(bytes)) {
                    exchangeCopy(source, bytes);
                    return;
                }
                InputStream stream = given instanceof InputStream open ? open : opened(source);
                InputStream instead = Documents.exchange(stream, DocumentFormat.XML, XML);
                if (instead != null) {
                    set(source, "setByteStream", InputStream.class, instead);
                } else if (given == null && stream != null) {
                    stream.close();
                }
            } catch (IOException refused) {
                throw call.raise(refused);
            }
        }

        /**
         * The bytes of a file that somebody has read into memory, such as Tomcat's cache of {@code web.xml}: the system identifier says which, and is
         * believed when that file holds the same bytes.
         */
        private static void exchangeCopy(Object source, ByteArrayInputStream bytes) throws Throwable {
            try (InputStream file = opened(source)) {
                if (file == null) {
                    return;
                }
                bytes.mark(0);
                byte[] copy = bytes.readAllBytes();
                bytes.reset();
                if (Arrays.equals(copy, file.readNBytes(copy.length + 1))) {
                    byte[] instead = Documents.exchange(copy, file, DocumentFormat.XML, XML);
                    if (instead != copy) {
                        set(source, "setByteStream", InputStream.class, new ByteArrayInputStream(instead));
                    }
                }
            }
        }

        private static void set(Object source, String method, Class<?> type, Object value) throws Throwable {
            Reflected.call(Reflected.method(source, method, type), source, value);
        }

        /** The file of a system identifier, which the parser would open by itself: the same bytes, read from the start. */
        private static @Nullable InputStream opened(Object source) throws ReflectiveOperationException {
            String id = Reflected.text(source, "getSystemId");
            String base = Reflected.text(source, "getBaseSystemId");
            if (id == null) {
                return null;
            }
            try {
                URI place = base == null ? new URI(id) : new URI(base).resolve(id);
                if (place.getScheme() == null || place.getScheme().equals("file")) {
                    File file = new File(place.getPath());
                    return file.isFile() ? new FileInputStream(file) : null;
                }
                boolean archive =
                        place.getScheme().equals("jar") || place.getScheme().equals("war");
                return archive ? place.toURL().openStream() : null;
            } catch (URISyntaxException | IOException | IllegalArgumentException nothingToRead) {
                // The parser says it better.
                return null;
            }
        }
    }
}
