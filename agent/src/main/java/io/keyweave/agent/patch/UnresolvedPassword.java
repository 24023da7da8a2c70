package io.keyweave.agent.patch;

import io.keyweave.agent.trust.PlaceholderLike;
import org.jspecify.annotations.Nullable;

/**
 * A user name or password that is still the text of a placeholder: nothing resolved it, so it is not what the account has, and it must not leave
 * this JVM. Quick for all others.
 */
public final class UnresolvedPassword {

    /** Of Key Vault and of the extensions that come with Keyweave. */
    private static final String[] OURS = {"$<kv:", "$<aws:", "$<gcp:"};

    private static final int LONGEST_SHOWN = 100;

    private UnresolvedPassword() {}

    /** Whether text is a placeholder, or has one of a scheme that comes with Keyweave in it. */
    static boolean is(@Nullable String text) {
        if (text == null || !PlaceholderLike.mayBeIn(text)) {
            return false;
        }
        for (String scheme : OURS) {
            int ours = text.indexOf(scheme);
            if (ours >= 0 && text.indexOf('>', ours) > 0) {
                return true;
            }
        }
        boolean whole = text.startsWith("$<") && text.endsWith(">") || text.startsWith("@");
        return whole && PlaceholderLike.in(text);
    }

    /**
     * What is wrong, where it probably came from and what to do; null when the text is a password.
     *
     * @param what as in "the password for jdbc:postgresql://db:5432"
     */
    public static @Nullable String problem(String what, @Nullable String text) {
        if (text == null || !is(text)) {
            return null;
        }
        return "Keyweave: "
                + PatchMessages.coded(
                        PatchMessages.UNRESOLVED, PatchMessages.UNRESOLVED.filled("what", what, "text", shown(text)));
    }

    /** The same for what a {@code char[]} holds, which is not copied unless it begins like one. */
    public static @Nullable String problem(String what, char @Nullable [] text) {
        return text != null && text.length > 2 && (text[0] == '$' || text[0] == '@')
                ? problem(what, new String(text))
                : null;
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_SHOWN); i++) {
            shown.append(Character.isISOControl(text.charAt(i)) ? '?' : text.charAt(i));
        }
        return shown.append(text.length() > LONGEST_SHOWN ? ".." : "").toString();
    }
}
