package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.trust.Trust;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the HOCON patches ask the rest of the agent for. Thread-safe. */
public interface Templates {

    /**
     * A template as HOCON's tree keeps it.
     *
     * @param text as written
     * @param value gives the current value, null when absent; never waits
     */
    record HoconTemplate(String text, Supplier<@Nullable String> value) {}

    /** The text's place in words, and the text. */
    record Candidate(String text, String place) {}

    /** Who judges origins. */
    Trust trust();

    /**
     * Makes templates of trusted texts and sees that all of them have values now.
     *
     * @return one for each candidate, null for text that holds no placeholder of ours
     * @throws io.keyweave.SecretException whose message lists every problem
     */
    List<@Nullable Supplier<@Nullable String>> bind(List<Candidate> candidates);

    /** Templates held by this instance, by key: those of system properties and of {@code Properties} loaded from trusted files. */
    Map<String, HoconTemplate> heldBy(Properties properties);

    /** Templates among the environment variables, by name. */
    Map<String, HoconTemplate> environment();

    /** Reads properties as they are written, whatever their origin. */
    Properties loadRaw(Reader reader) throws IOException;
}
