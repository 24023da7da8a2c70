package io.keyweave.azure;

import io.keyweave.Failure;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table from failure to message, told by the texts that came of it: which row a person was shown, and which rows there are. */
public final class Rows {

    private static final Pattern FACT_OR_BRACKET = Pattern.compile("\\{[a-z-]+}|[«»]");

    private Rows() {}

    /** The names of all rows. */
    public static Set<String> all() {
        Set<String> names = new TreeSet<>();
        for (FailureMessage row : FailureMessages.all()) {
            names.add(row.name());
        }
        return names;
    }

    /** The row whose texts these are, of several the one that says most; none when time was up before anything could be told. */
    public static Optional<String> of(Failure failure) {
        return FailureMessages.all().stream()
                .filter(row -> row.kind() == failure.kind()
                        && failure.cause().matches(pattern(row.row().cause()))
                        && failure.remedy().matches(pattern(row.row().remedy())))
                .max(Comparator.comparingInt(row -> row.row().cause().length()))
                .map(FailureMessage::name);
    }

    /** A fact is anything, and a part in guillemets may be left out. */
    private static String pattern(String text) {
        StringBuilder pattern = new StringBuilder();
        Matcher matcher = FACT_OR_BRACKET.matcher(text);
        int at = 0;
        while (matcher.find()) {
            pattern.append(Pattern.quote(text.substring(at, matcher.start())));
            pattern.append(
                    switch (matcher.group()) {
                        case "«" -> "(?:";
                        case "»" -> ")?";
                        default -> ".+?";
                    });
            at = matcher.end();
        }
        return pattern.append(Pattern.quote(text.substring(at))).toString();
    }
}
