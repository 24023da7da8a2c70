package io.keyweave.placeholder;

import io.keyweave.Failure;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must hold for any text at all. {@link #fuzzerTestOneInput} is what
 * <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a> calls; {@link #main} mutates the corpus without it. A
 * text that breaks a rule goes into {@code src/test/resources/fuzz/placeholder}, where {@link PlaceholderFuzzTest} finds it.
 *
 * <pre>mvn -q test-compile exec:java -pl config-provider -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.keyweave.placeholder.PlaceholderFuzz -Dexec.args="60 [seed]"</pre>
 */
public final class PlaceholderFuzz {

    /** Each character is looked at this often at most, whatever the text. */
    private static final int WORK_PER_CHARACTER = 6;

    private static final int WORK_AT_LEAST = 200;

    private static final Pattern VAULT = Pattern.compile("v|db-1|[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]");
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{32}");

    private static final PlaceholderParser PARSER =
            new PlaceholderParser(Set.of("kv"), Set.of("v", "db-1"), ".vault.azure.net");

    /** What became of a text. */
    enum Outcome {
        LITERAL,
        TEMPLATE,
        MALFORMED
    }

    private PlaceholderFuzz() {}

    /** Jazzer's entry point. */
    public static void fuzzerTestOneInput(byte[] data) {
        check(new String(data, StandardCharsets.UTF_8));
    }

    /** Parses and throws an {@link AssertionError} when a rule is broken. */
    static Outcome check(String text) {
        Cursor cursor = new Cursor(text, Origin.of("fuzz"));
        Outcome outcome;
        try {
            Template template = PARSER.parse(text, cursor);
            outcome = template == null ? Outcome.LITERAL : Outcome.TEMPLATE;
            if (template == null) {
                require(!text.matches("(?s).*\\$<kv:.*"), "a placeholder passed as text");
            } else {
                checkTemplate(text, template);
            }
        } catch (SecretException e) {
            outcome = Outcome.MALFORMED;
            require(e.failures().get(0).kind() == Failure.Kind.MALFORMED, "another failure: " + e);
            checkColumn(text, e.getMessage());
        }
        require(
                cursor.examined <= WORK_AT_LEAST + (long) WORK_PER_CHARACTER * text.length(),
                cursor.examined + " steps for " + text.length() + " characters");
        return outcome;
    }

    private static void checkTemplate(String text, Template template) {
        require(template.references().size() <= PlaceholderParser.MAX_PLACEHOLDERS, "too many");
        require(!template.references().isEmpty() || text.contains("$$<kv:"), "a template of nothing");
        for (Reference reference : template.references()) {
            SecretRef ref = reference.secret();
            require(VAULT.matcher(ref.vault()).matches(), "vault " + ref.vault());
            require(NAME.matcher(ref.name()).matches(), "name " + ref.name());
            require(ref.version() == null || VERSION.matcher(ref.version()).matches(), "version");
            require(reference.ttl() == null || reference.ttl().toMillis() >= 1000, "ttl");
        }
        int literals = template.literals().stream().mapToInt(String::length).sum();
        require(literals <= text.length(), "literals grew");
    }

    private static void checkColumn(String text, String message) {
        int start = message.indexOf("column ") + "column ".length();
        int column = Integer.parseInt(message.substring(start, message.indexOf(':', start)));
        require(column >= 1 && column <= text.length() + 1, "column " + column + " of " + text.length());
        require(message.length() < 600, "a message of " + message.length() + " characters");
    }

    private static void require(boolean holds, String broken) {
        if (!holds) {
            throw new AssertionError(broken);
        }
    }

    /** One random change to a text, using pieces the grammar is made of. */
    static String mutate(String text, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(6));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + piece(random) + text.substring(at);
            case 2 -> text.substring(0, at) + piece(random) + text.substring(end);
            case 3 -> text.substring(0, at) + text.substring(at, end).repeat(3) + text.substring(end);
            default -> text.substring(0, at) + (char) random.nextInt(0x10000) + text.substring(end);
        };
    }

    private static final String[] PIECES = {
        "$<kv:",
        "$<",
        "$$<",
        "$$<kv:",
        "$",
        "<",
        ">",
        "/",
        "//",
        "#",
        "?",
        "&",
        "=",
        "%",
        "%41",
        "%ff",
        ":",
        "@",
        ".",
        " ",
        "-",
        "v",
        "contoso",
        "0123456789abcdef0123456789abcdef",
        "ttl=",
        "60s",
        "optional",
        "default=",
        "as=url",
        "\u0000",
        "\uff0e",
        "@Microsoft.KeyVault(",
        "SecretUri=https://",
        ".vault.azure.net",
        "/secrets/",
        "VaultName=",
        ";",
        "SecretName=",
        ")"
    };

    static String piece(SplittableRandom random) {
        return PIECES[random.nextInt(PIECES.length)];
    }

    /** The corpus, by file name. */
    static List<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/placeholder"))) {
            return files.sorted().toList();
        }
    }

    /** Seconds to run, then the seed. */
    public static void main(String[] args) throws IOException {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 60;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
        List<String> pool = new ArrayList<>();
        for (Path file : corpus()) {
            pool.add(Files.readString(file));
        }
        SplittableRandom random = new SplittableRandom(seed);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long count = 0;
        for (; System.nanoTime() < end; count++) {
            String text = pool.get(random.nextInt(pool.size()));
            for (int i = random.nextInt(8); i >= 0; i--) {
                text = mutate(text, random);
            }
            try {
                check(text);
            } catch (RuntimeException | AssertionError e) {
                System.out.println("seed " + seed + ", text " + count + ": " + text);
                throw e;
            }
        }
        System.out.println(count + " texts, seed " + seed + ", no rule broken");
    }
}
