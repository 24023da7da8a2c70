package io.keyweave.azure;

import io.keyweave.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table from failure to message, told by the texts that came of it: which row a person was shown, and which rows there are. */
public final class Rows {

    private static final Pattern FACT_OR_BRACKET = Pattern.compile("\\{[a-z-]+}|[«»]");

    /** Their patterns are made once: the matrix of faults looks up a thousand failures. */
    private static final List<Row> ROWS =
            FailureMessages.all().stream().map(Row::new).toList();

    private record Row(FailureMessage message, Pattern cause, Pattern remedy) {

        Row(FailureMessage message) {
            this(message, pattern(message.row().cause()), pattern(message.row().remedy()));
        }

        boolean isOf(Failure failure) {
            return message.kind() == failure.kind()
                    && cause.matcher(failure.cause()).matches()
                    && remedy.matcher(failure.remedy()).matches();
        }
    }

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
        return ROWS.stream()
                .filter(row -> row.isOf(failure))
                .max(Comparator.comparingInt(row -> row.message().row().cause().length()))
                .map(row -> row.message().name());
    }

    /** A fact is anything, and a part in guillemets may be left out. */
    private static Pattern pattern(String text) {
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
        return Pattern.compile(pattern.append(Pattern.quote(text.substring(at))).toString());
    }
}
