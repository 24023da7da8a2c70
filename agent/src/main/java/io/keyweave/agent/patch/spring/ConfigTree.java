package io.keyweave.agent.patch.spring;

import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.trust.Verdict;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file of {@code spring.config.import=configtree:}, when it is asked for as text. It is no {@code String}, so Spring does
 * not resolve what it becomes, unless another property quotes it: only then is it a marker that is rendered later. As bytes or as a
 * stream it is the file as it is.
 */
final class ConfigTree implements Interceptor {

    private static final List<String> LIBRARIES = List.of("org.springframework.");

    private static volatile boolean used;

    /** With markers, by file and text: judged and fetched once. */
    private final Map<String, String> marked = new ConcurrentHashMap<>();

    /** Made when Spring Boot loads what reads such a file. */
    ConfigTree() {
        used = true;
    }

    /** Whether the application has no such files. */
    static boolean none() {
        return !used;
    }

    @Override
    public Object @Nullable [] enter(Call call) throws Throwable {
        Object returned = call.proceed();
        Object content = call.self();
        if (content == null || !(returned instanceof String text) || !SpringTexts.mayHold(text)) {
            return new Object[] {returned};
        }
        Path file =
                (Path) Objects.requireNonNull(Reflected.field(content, "path").get(content));
        String known = file + "\n" + text;
        String markers = marked.get(known);
        try {
            if (markers == null) {
                if (!trusted(file)) {
                    return new Object[] {text};
                }
                SpringTexts texts = new SpringTexts();
                markers = texts.mark(
                        text, Origin.of(file.toString()), file.getFileName().toString());
                texts.require();
                marked.put(known, markers);
            }
            return new Object[] {MarkerRendering.Outermost.inside() ? markers : SpringMarkers.OF_JVM.render(markers)};
        } catch (SecretException refused) {
            throw call.raise(StartFailures.of(refused));
        }
    }

    private static boolean trusted(Path file) throws java.io.IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            Verdict verdict = Agent.running().trust().judge(stream, LIBRARIES);
            return verdict.trusted();
        }
    }
}
