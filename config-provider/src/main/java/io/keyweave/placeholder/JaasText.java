package io.keyweave.placeholder;

/**
 * Recognises a line of JAAS, in which Kafka's clients have their password: {@code ...LoginModule required password="...";}. There a
 * quote in a secret would end the value, and Kafka's exception would quote the rest of the secret.
 */
final class JaasText {

    private static final String MODULE = "LoginModule";
    private static final String[] FLAGS = {"required", "requisite", "sufficient", "optional"};

    private JaasText() {}

    /** Where the options of the first login module begin, {@link Integer#MAX_VALUE} when the text names none. */
    static int options(String text) {
        for (int at = text.indexOf(MODULE); at >= 0; at = text.indexOf(MODULE, at + 1)) {
            int flag = at + MODULE.length();
            while (flag < text.length() && Character.isWhitespace(text.charAt(flag))) {
                flag++;
            }
            for (String word : FLAGS) {
                if (flag > at + MODULE.length() && text.regionMatches(true, flag, word, 0, word.length())) {
                    return flag + word.length();
                }
            }
        }
        return Integer.MAX_VALUE;
    }
}
