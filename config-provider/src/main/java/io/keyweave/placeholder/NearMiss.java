package io.keyweave.placeholder;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are no placeholder but were most likely meant as one. They stay what they are, resolved by nobody; somebody is told. Linear time, no regular
 * expression.
 */
public final class NearMiss {

    private static final String ESCAPED_XML = "$&lt;";

    /** Schemes of the extensions that come with Keyweave. */
    private static final Set<String> SHIPPED = Set.of("aws", "gcp");

    private NearMiss() {}

    private static String example(String scheme) {
        return "$<" + scheme + (scheme.equals(PlaceholderParser.KEY_VAULT) ? ":vault/secret>" : ":..>");
    }

    /** Whether a closer look is worth it: false for nearly every text, and then certain. */
    public static boolean mayBe(String text) {
        return text.indexOf('$') >= 0 || text.length() >= AppServiceReference.START.length() && text.indexOf('@') >= 0;
    }

    /** Whether {@link #in} may find something, of whatever schemes: no letter of a scheme is compared. */
    public static boolean inAnyScheme(String text) {
        return text.contains("$<")
                || text.contains(ESCAPED_XML)
                || text.contains("${" + PlaceholderParser.KEY_VAULT + ":")
                || text.regionMatches(
                        true,
                        Math.max(0, text.indexOf('@')),
                        AppServiceReference.START,
                        0,
                        AppServiceReference.START.length());
    }

    /**
     * What the text was probably meant to be, and what to write.
     *
     * @param schemes the registered schemes
     * @return the end of a sentence, without a full stop and without anything of the text but the scheme's name; null when nothing is near
     */
    public static @Nullable String in(String text, Set<String> schemes) {
        String reference = appService(text);
        if (reference != null) {
            return reference;
        }
        for (String scheme : schemes) {
            if (text.contains(ESCAPED_XML + scheme + ":")) {
                return "$&lt;" + scheme + ": is how XML writes it, and this is no XML: write $<" + scheme + ":";
            }
            if (text.contains("${" + scheme + ":")) {
                return "${" + scheme
                        + ":..} is resolved by the configuration provider of Kafka's clients and by nothing else:"
                        + " otherwise write " + example(scheme);
            }
        }
        for (int at = text.indexOf("$<"); at >= 0; at = text.indexOf("$<", at + 2)) {
            String meant = at > 0 && text.charAt(at - 1) == '$' ? null : scheme(text, at + 2, schemes);
            if (meant != null) {
                return meant;
            }
        }
        return null;
    }

    /** A scheme nobody registered and that is near to none, as in {@code $<name:}; null when there is none. */
    public static @Nullable String unknownScheme(String text, Set<String> schemes) {
        for (int at = text.indexOf("$<"); at >= 0; at = text.indexOf("$<", at + 2)) {
            String word = word(text, at + 2);
            int end = at + 2 + word.length();
            if (!word.isEmpty() && end < text.length() && text.charAt(end) == ':' && !schemes.contains(word)) {
                return word;
            }
        }
        return null;
    }

    private static @Nullable String appService(String text) {
        String stripped = text.strip();
        boolean begins =
                stripped.regionMatches(true, 0, AppServiceReference.START, 0, AppServiceReference.START.length());
        if (!begins || text.startsWith(AppServiceReference.START)) {
            return null;
        }
        return stripped.startsWith(AppServiceReference.START)
                ? "a blank stands before " + AppServiceReference.START
                        + "..), which has to be the whole value: remove it"
                : "a reference of App Service begins with exactly " + AppServiceReference.START;
    }

    private static @Nullable String scheme(String text, int from, Set<String> schemes) {
        int start = from;
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        String word = word(text, start);
        int end = start + word.length();
        int next = end;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        if (word.isEmpty() || next == text.length()) {
            return null;
        }
        boolean blank = start > from || next > end;
        char behind = text.charAt(next);
        String lower = word.toLowerCase(Locale.ROOT);
        if (schemes.contains(lower)) {
            String right = example(lower);
            if (behind == ':' && blank) {
                return "there is a blank beside the scheme: write " + right;
            }
            if (behind == ':' && !lower.equals(word)) {
                return "a scheme is written in lower case: " + right;
            }
            return behind == '/' ? "a colon belongs behind the scheme: write " + right : null;
        }
        if (behind == ':' && !blank && SHIPPED.contains(word)) {
            return "the scheme " + word + " needs its extension: set extensions= to the path of keyweave-" + word
                    + ".jar";
        }
        if (behind == ':') {
            for (String scheme : schemes) {
                if (oneEdit(lower, scheme)) {
                    return "there is no scheme " + word + ": did you mean " + example(scheme) + "?";
                }
            }
        }
        return null;
    }

    /** Letters, digits and dashes, as many as a scheme can have. */
    private static String word(String text, int from) {
        int end = from;
        while (end < text.length() && end - from <= PlaceholderParser.MAX_SCHEME) {
            char c = text.charAt(end);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')) {
                break;
            }
            end++;
        }
        return text.substring(from, end);
    }

    /** One character more, less or another, or two that changed places; of a scheme of two letters one must be right. */
    static boolean oneEdit(String word, String scheme) {
        int longer = Math.max(word.length(), scheme.length());
        if (Math.abs(word.length() - scheme.length()) > 1 || longer < 2 || word.length() < 2) {
            return false;
        }
        int head = 0;
        while (head < word.length() && head < scheme.length() && word.charAt(head) == scheme.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(word.length(), scheme.length()) - head
                && word.charAt(word.length() - 1 - tail) == scheme.charAt(scheme.length() - 1 - tail)) {
            tail++;
        }
        int left = word.length() - head - tail;
        int right = scheme.length() - head - tail;
        return left <= 1 && right <= 1
                || left == 2
                        && right == 2
                        && word.charAt(head) == scheme.charAt(head + 1)
                        && word.charAt(head + 1) == scheme.charAt(head);
    }
}
