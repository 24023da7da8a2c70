package io.keyweave.text;

import java.util.Map;

/**
 * Fills {@code {fact}} in a text. A part in «guillemets» disappears when a fact inside it is unknown; elsewhere an unknown fact is
 * written in angle brackets, as a thing for the reader to fill in. Facts are inserted as they are, never scanned again.
 */
public final class MessageTemplate {

    private MessageTemplate() {}

    /** The text with the facts in it. */
    public static String fill(String text, Map<String, String> facts) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '«') {
                int end = text.indexOf('»', at);
                String part = text.substring(at + 1, end);
                if (known(part, facts)) {
                    out.append(fill(part, facts));
                }
                at = end + 1;
            } else if (c == '{') {
                int end = text.indexOf('}', at);
                String name = text.substring(at + 1, end);
                String fact = facts.get(name);
                out.append(fact == null ? "<" + name + ">" : fact);
                at = end + 1;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static boolean known(String part, Map<String, String> facts) {
        for (int at = part.indexOf('{'); at >= 0; at = part.indexOf('{', at + 1)) {
            if (!facts.containsKey(part.substring(at + 1, part.indexOf('}', at)))) {
                return false;
            }
        }
        return true;
    }
}
