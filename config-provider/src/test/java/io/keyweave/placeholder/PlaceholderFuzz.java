package io.keyweave.placeholder;

import io.keyweave.Failure;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What must hold for any text at all. {@code ./fuzz} calls {@link #fuzzerTestOneInput}, {@link PlaceholderFuzzTest} the rest. What is a
 * placeholder is said here a second time, as regular expressions.
 */
public final class PlaceholderFuzz {

    /** Each character is looked at this often at most, whatever the text. */
    private static final int WORK_PER_CHARACTER = 6;

    private static final int WORK_AT_LEAST = 200;

    private static final String VALUE = "(?:[^%&<>\\x00-\\x1f\\x7f]|%[0-9a-fA-F]{2})*+";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$<kv:([0-9A-Za-z-]{1,24}+)/([0-9A-Za-z-]{1,127}+)"
            + "(?:/([0-9a-fA-F]{32}))?+(?:#(?:[^%?<>\\x00-\\x1f\\x7f]|%[0-9a-fA-F]{2})++)?+"
            + "(?:[?&](?:optional|trim|(?:ttl|default|as)=" + VALUE + "))*+>");

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
            require(VAULT.matcher(ref.container()).matches(), "vault " + ref.container());
            require(NAME.matcher(ref.name()).matches(), "name " + ref.name());
            require(ref.version() == null || VERSION.matcher(ref.version()).matches(), "version");
            require(reference.ttl() == null || reference.ttl().toMillis() >= 1000, "ttl");
        }
        if (!text.startsWith("@Microsoft.KeyVault(")) {
            checkPlaces(text, template);
        }
    }

    /** Literals and placeholders, one after the other, are the text: nothing else was resolved and nothing was lost. */
    private static void checkPlaces(String text, Template template) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        int at = 0;
        for (int i = 0; i <= template.references().size(); i++) {
            at = behind(template.literals().get(i), text, at);
            if (i == template.references().size()) {
                break;
            }
            Reference reference = template.references().get(i);
            require(reference.column() == at + 1, "column " + reference.column() + " at " + at);
            require(matcher.region(at, text.length()).lookingAt(), "resolved what is not a placeholder, at " + at);
            SecretRef ref = reference.secret();
            require(ref.container().equalsIgnoreCase(matcher.group(1)), "another vault");
            require(ref.name().equals(matcher.group(2)), "another secret");
            require(ref.version() == null || ref.version().equalsIgnoreCase(matcher.group(3)), "another version");
            require((ref.version() == null) == (matcher.group(3) == null), "a version of nothing");
            at = matcher.end();
        }
        require(at == text.length(), "text was lost");
    }

    /** Where the text goes on behind a literal of it. */
    private static int behind(String literal, String text, int from) {
        int at = from;
        for (int i = 0; i < literal.length(); i++) {
            if (text.startsWith("$$<kv:", at) && literal.startsWith("$<kv:", i)) {
                at++;
            }
            require(at < text.length() && text.charAt(at) == literal.charAt(i), "a literal that is not in the text");
            at++;
        }
        return at;
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

    /** The texts that were written by hand, by file name. */
    static List<Path> corpus() throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of("src/test/resources/fuzz/io.keyweave.placeholder.PlaceholderFuzz"))) {
            return files.sorted().toList();
        }
    }
}
