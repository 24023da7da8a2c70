package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.trust.ReadsNearMisses;
import com.typesafe.config.Config;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

/** What was most likely meant as a placeholder and is none stays as it is, and is told once, in a JVM that has no other placeholder. */
class NearMissIT {

    /** The text, and a part of what is told. */
    private static final Map<String, String> MISSES = new LinkedHashMap<>();

    static {
        MISSES.put("$<KV:contoso/granted>", "a scheme is written in lower case: $<kv:vault/secret>");
        MISSES.put("$<vk:contoso/granted>", "there is no scheme vk: did you mean $<kv:vault/secret>?");
        MISSES.put("$<kv :contoso/granted>", "there is a blank beside the scheme");
        MISSES.put("$< kv:contoso/granted>", "there is a blank beside the scheme");
        MISSES.put("$<kv/contoso/granted>", "a colon belongs behind the scheme");
        MISSES.put("$&lt;kv:contoso/granted>", "is how XML writes it");
        MISSES.put("${kv:contoso:granted}", "is resolved by the configuration provider of Kafka's clients");
        MISSES.put(" @Microsoft.KeyVault(VaultName=contoso;SecretName=granted)", "a blank stands before");
        MISSES.put(
                "@Microsoft.keyvault(VaultName=contoso;SecretName=granted)",
                "begins with exactly @Microsoft.KeyVault(");
        // Nobody's: may be anything.
        MISSES.put("$<name:contoso/granted>", "");
    }

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    private void expect(Outcome outcome, Map<String, String> texts, String place) {
        List<String> shown = new ArrayList<>();
        texts.forEach((name, text) -> shown.add(name + "=" + text));
        assertEquals(new TreeSet<>(shown), new TreeSet<>(outcome.out()), outcome.toString());
        List<String> told = new ArrayList<>(outcome.err());
        texts.forEach((name, text) -> {
            String meant = MISSES.getOrDefault(text, "$$< is the escape");
            int before = told.size();
            told.removeIf(line -> line.contains(place.replace("NAME", name)) && line.contains(meant));
            assertEquals(meant.isEmpty() ? 0 : 1, before - told.size(), () -> name + " " + text + "\n" + outcome);
        });
        assertEquals(List.of(), told, outcome.toString());
        assertEquals(List.of(), contoso.vault().requests());
    }

    private static Map<String, String> named() {
        Map<String, String> texts = new LinkedHashMap<>();
        MISSES.keySet().forEach(text -> texts.put("near" + texts.size(), text));
        return texts;
    }

    private ForkedJvm jvm(Jdk jdk, String... settings) {
        return contoso.jvm(jdk, settings).classPathOf(Config.class);
    }

    @EveryJdk
    void inTheEnvironment(Jdk jdk) {
        Map<String, String> texts = named();
        texts.put("near_doubled", "jdbc:x?password=$$<kv:contoso/granted>");
        ForkedJvm jvm = jvm(jdk);
        texts.forEach(jvm::environment);
        Outcome outcome = jvm.main(ReadsNearMisses.class).run().expect(0);
        texts.put("near_doubled", "jdbc:x?password=$<kv:contoso/granted>");
        expect(outcome, texts, "env NAME: ");
    }

    @EveryJdk
    void inSystemProperties(Jdk jdk) {
        Map<String, String> texts = named();
        ForkedJvm jvm = jvm(jdk);
        texts.forEach(jvm::property);
        expect(jvm.main(ReadsNearMisses.class).run().expect(0), texts, "system property NAME: ");
    }

    /** Each alone in its JVM, as an operator meets it. */
    @OneJdk
    void alone(Jdk jdk) {
        for (String text : List.of("$<KV:contoso/granted>", "${kv:contoso:granted}", "$&lt;kv:contoso/granted>")) {
            Outcome outcome = jvm(jdk).environment("near", text)
                    .main(ReadsNearMisses.class)
                    .run()
                    .expect(0);
            expect(outcome, Map.of("near", text), "env near: ");
        }
        Outcome worker = jvm(jdk).environment("CONNECT_CONFIG_PROVIDERS", "kv")
                .environment("near", "${kv:contoso:granted}")
                .main(ReadsNearMisses.class)
                .run()
                .expect(0);
        assertEquals(List.of(), worker.err(), "Kafka's provider resolves it");
    }

    @EveryJdk
    void inPropertiesAndHocon(Jdk jdk) throws IOException {
        Map<String, String> texts = named();
        StringBuilder properties = new StringBuilder();
        StringBuilder hocon = new StringBuilder("# not here: $<KV:contoso/granted>\n");
        texts.forEach((name, text) -> {
            properties
                    .append(name)
                    .append('=')
                    .append(text.replace(" @", "\\ @"))
                    .append('\n');
            hocon.append(name).append(" = \"").append(text).append("\"\n");
        });
        Path file = Files.writeString(work.resolve("near.properties"), properties);
        expect(
                jvm(jdk, "trust=" + work + "/*")
                        .main(ReadsNearMisses.class, file.toString())
                        .run()
                        .expect(0),
                texts,
                file + ": NAME: ");
        Path conf = Files.writeString(work.resolve("near.conf"), hocon);
        Outcome outcome = jvm(jdk, "trust=" + work + "/*")
                .main(ReadsNearMisses.class, conf.toString())
                .run()
                .expect(0);
        for (String meant : MISSES.values()) {
            long times = outcome.err().stream()
                    .filter(line -> line.contains("near.conf") && line.contains(meant))
                    .count();
            assertTrue(meant.isEmpty() || times >= 1, meant + "\n" + outcome);
        }
        assertEquals(MISSES.size() - 1, outcome.err().size(), outcome.toString());
        assertEquals(List.of(), contoso.vault().requests());
    }

    /** A file of a user is his own affair. */
    @EveryJdk
    void notInDocumentsOfUsers(Jdk jdk) throws IOException {
        Path conf = Files.writeString(work.resolve("upload.conf"), "near = \"$<KV:contoso/granted>\"\n");
        Outcome outcome =
                jvm(jdk).main(ReadsNearMisses.class, conf.toString()).run().expect(0);
        assertEquals(List.of("near=$<KV:contoso/granted>"), outcome.out());
        assertEquals(List.of(), outcome.err());
    }
}
