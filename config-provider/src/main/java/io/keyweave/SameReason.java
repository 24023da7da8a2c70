package io.keyweave;

import org.jspecify.annotations.Nullable;

/** Whether two failures say the same but for the secret, the request and its times. Word by word: a secret may be called as a word of the text is. */
final class SameReason {

    private final String text;
    private final @Nullable SecretRef ref;
    private int from;
    private int to;

    private SameReason(String text, @Nullable SecretRef ref) {
        this.text = text;
        this.ref = ref;
    }

    static boolean of(Failure one, Failure other) {
        return same(one.cause(), one.ref(), other.cause(), other.ref())
                && same(one.remedy(), one.ref(), other.remedy(), other.ref());
    }

    private static boolean same(String one, @Nullable SecretRef oneRef, String other, @Nullable SecretRef otherRef) {
        SameReason a = new SameReason(one, oneRef);
        SameReason b = new SameReason(other, otherRef);
        while (true) {
            boolean more = a.next();
            if (more != b.next()) {
                return false;
            }
            if (!more) {
                return true;
            }
            boolean equal = a.to - a.from == b.to - b.from && one.regionMatches(a.from, other, b.from, a.to - a.from);
            if (!equal && !(a.isSecret() && b.isSecret()) && !(a.isTime() && b.isTime())) {
                return false;
            }
        }
    }

    /** The next word, or the next character that belongs to none. */
    private boolean next() {
        from = to;
        if (from == text.length()) {
            return false;
        }
        if (ref != null && named(ref.name())) {
            to += ref.name().length();
            return true;
        }
        to++;
        if (inWord(text.charAt(from))) {
            while (to < text.length() && inWord(text.charAt(to))) {
                to++;
            }
        }
        return true;
    }

    /** Whether a name of several words begins here. */
    private boolean named(String name) {
        if (!text.startsWith(name, from)) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!inWord(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean inWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-';
    }

    private boolean isSecret() {
        if (ref == null) {
            return false;
        }
        String word = text.substring(from, to);
        return word.equals(ref.name()) || word.equals(ref.version());
    }

    private boolean isTime() {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.startsWith(" ms", to) || text.startsWith(" s", to);
    }
}
