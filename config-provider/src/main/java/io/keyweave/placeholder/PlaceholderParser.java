package io.keyweave.placeholder;

import io.keyweave.Origin;
import io.keyweave.ReferenceGrammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Text to template. Immutable and thread-safe.
 *
 * <pre>
 * text        := (literal | escape | placeholder)*  |  App Service reference, whole text
 * escape      := "$$&lt;" scheme ":"                      gives the literal "$&lt;" scheme ":"
 * placeholder := "$&lt;" scheme ":" body "&gt;"
 * body        := reference ["#" field] ["?" option ("&amp;" option)*]
 * reference   := by the scheme's grammar; of kv: vault "/" name ["/" version]
 * option      := "ttl=" duration | "optional" | "trim" | "default=" text | "as=" encoding | one of the scheme's own
 * </pre>
 *
 * <p>A {@code $<} that no registered scheme follows is ordinary text, and so is a {@code $$<} before one. Inside a placeholder of
 * ours everything outside the grammar is an error: a typo must not reach the application as a password. Names are checked letter by letter
 * against ASCII ranges, so no dot, slash, port, {@code @}, percent sign or look-alike letter gets into a host name.
 *
 * <p>One pass from left to right, never back: work grows with the length of the text and with nothing else. That, and what people
 * feed to {@code Properties.load}, is why there is no regular expression here.
 */
public final class PlaceholderParser {

    /** The most placeholders in one text. */
    public static final int MAX_PLACEHOLDERS = 256;

    /** The longest text that may hold one: a whole configuration in one variable, and no data. */
    public static final int MAX_LENGTH = 1 << 20;

    /** The scheme of Azure Key Vault, which App Service references mean. */
    public static final String KEY_VAULT = "kv";

    static final int MAX_SCHEME = 16;

    /** What stands around a placeholder that is the whole text. */
    private static final List<String> NOTHING_AROUND = List.of("", "");

    private final Grammars grammars;
    private final Set<String> aliases;
    private final Set<String> elsewhere;
    private final String vaultSuffix;

    /**
     * A parser whose schemes are all written as Key Vault's.
     *
     * @param schemes the registered schemes; any other is ordinary text
     * @param aliases names the settings give to vaults; looked up before the rules for vault names apply
     * @param vaultSuffix the cloud's DNS suffix with its leading dot, which the host of a {@code SecretUri} must have
     */
    public PlaceholderParser(Set<String> schemes, Set<String> aliases, String vaultSuffix) {
        this(schemes, aliases, Set.of(), vaultSuffix);
    }

    /** @param elsewhere those of the aliases that lead to another vault than the one of that name */
    public PlaceholderParser(Set<String> schemes, Set<String> aliases, Set<String> elsewhere, String vaultSuffix) {
        this(
                new Grammars() {
                    @Override
                    public @Nullable ReferenceGrammar of(String scheme) {
                        return schemes.contains(scheme) ? new KeyVaultGrammar(scheme, aliases) : null;
                    }

                    @Override
                    public @Nullable String unknowable() {
                        return null;
                    }
                },
                aliases,
                elsewhere,
                vaultSuffix);
    }

    /** @param grammars the schemes; any other is ordinary text */
    public PlaceholderParser(Grammars grammars, Set<String> aliases, Set<String> elsewhere, String vaultSuffix) {
        this.grammars = grammars;
        this.aliases = Set.copyOf(aliases);
        this.elsewhere = Set.copyOf(elsewhere);
        this.vaultSuffix = Objects.requireNonNull(vaultSuffix, "vaultSuffix");
    }

    /** Whether {@link #parse} is worth calling: false for nearly every text, and then certain. */
    public static boolean mayHold(String text) {
        return text.indexOf("$<") >= 0 || AppServiceReference.begins(text);
    }

    /**
     * Parses a text.
     *
     * @return the template, or {@code null} when the text holds neither a placeholder of a registered scheme nor an escaped one,
     *     and so means itself
     * @throws io.keyweave.SecretException with {@link io.keyweave.Failure.Kind#MALFORMED} naming origin and column
     */
    public @Nullable Template parse(String text, Origin origin) {
        return parse(text, new Cursor(text, origin));
    }

    /**
     * Parses what would stand between {@code $<scheme:} and {@code >}.
     *
     * @throws io.keyweave.SecretException with {@link io.keyweave.Failure.Kind#MALFORMED} naming origin and column
     */
    public Reference parseBody(String scheme, String body, Origin origin) {
        Cursor cursor = new Cursor(body, origin);
        ReferenceGrammar grammar = grammars.of(scheme);
        if (grammar == null) {
            throw cursor.malformed(
                    "there is no scheme " + scheme, "The setting extensions names jars that bring further schemes");
        }
        Reference reference = new BodyParser(cursor, grammar, 1, Encoding.PLAIN).parse();
        if (cursor.at < body.length()) {
            throw cursor.malformed("unexpected " + cursor.shown(), cursor.form);
        }
        return reference;
    }

    @Nullable
    Template parse(String text, Cursor cursor) {
        if (AppServiceReference.begins(text) && grammars.of(KEY_VAULT) != null) {
            Reference reference = new AppServiceReference(cursor, vaultSuffix, aliases, elsewhere).parse();
            return new Template(text, cursor.origin, NOTHING_AROUND, List.of(reference));
        }
        int dollar = cursor.find("$<");
        if (dollar < 0) {
            return null;
        }
        if (dollar == 0 && text.length() <= MAX_LENGTH && text.indexOf('>') == text.length() - 1) {
            // One placeholder and nothing else, as most texts are: a quarter of the work.
            cursor.at = 2;
            ReferenceGrammar grammar = scheme(cursor);
            if (grammar != null) {
                Reference reference = new BodyParser(cursor, grammar, 1, Encoding.PLAIN).parse();
                cursor.expectClose();
                return new Template(text, cursor.origin, NOTHING_AROUND, List.of(reference));
            }
            cursor.at = 0;
        }
        List<String> literals = new ArrayList<>();
        List<Reference> references = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int copied = 0;
        boolean escaped = false;
        int jaas = JaasText.options(text);
        for (; dollar >= 0; dollar = cursor.find("$<")) {
            cursor.at = dollar + 2;
            ReferenceGrammar grammar = scheme(cursor);
            if (grammar == null) {
                continue;
            }
            if (dollar > copied && text.charAt(dollar - 1) == '$') {
                literal.append(text, copied, dollar - 1);
                copied = dollar;
                escaped = true;
                continue;
            }
            if (text.length() > MAX_LENGTH) {
                cursor.at = dollar;
                throw cursor.malformed(
                        "a value of more than " + MAX_LENGTH + " characters with a placeholder in it",
                        "Split the value, or keep the whole text as one secret");
            }
            if (references.size() == MAX_PLACEHOLDERS) {
                cursor.at = dollar;
                throw cursor.malformed(
                        "more than " + MAX_PLACEHOLDERS + " placeholders in one value",
                        "Split the value, or keep the whole text as one secret");
            }
            literals.add(literal.append(text, copied, dollar).toString());
            literal.setLength(0);
            Encoding usual = dollar >= jaas ? Encoding.JAAS : Encoding.PLAIN;
            references.add(new BodyParser(cursor, grammar, dollar + 1, usual).parse());
            cursor.expectClose();
            copied = cursor.at;
        }
        if (references.isEmpty() && !escaped) {
            return null;
        }
        literals.add(literal.append(text, copied, text.length()).toString());
        return new Template(text, cursor.origin, literals, references);
    }

    /** The grammar of the registered scheme at the cursor, which then is behind its colon; otherwise {@code null}, cursor unmoved. */
    private @Nullable ReferenceGrammar scheme(Cursor cursor) {
        int start = cursor.at;
        int limit = Math.min(cursor.text.length(), start + MAX_SCHEME);
        int end = start;
        while (end < limit && schemeCharacter(cursor.text.charAt(end))) {
            end++;
        }
        cursor.examined += end - start + 1;
        if (end == start || end == cursor.text.length() || cursor.text.charAt(end) != ':') {
            return null;
        }
        boolean keyVault = end - start == KEY_VAULT.length() && cursor.text.startsWith(KEY_VAULT, start);
        String scheme = keyVault ? KEY_VAULT : cursor.text.substring(start, end);
        ReferenceGrammar grammar = grammars.of(scheme);
        if (grammar != null) {
            cursor.at = end + 1;
            return grammar;
        }
        String unknowable = grammars.unknowable();
        if (unknowable != null) {
            throw cursor.malformed(
                    "nobody provides the scheme " + scheme + ". " + unknowable,
                    "Correct the setting extensions, or write $$< where the text means itself",
                    start - 2);
        }
        return null;
    }

    private static boolean schemeCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }
}
