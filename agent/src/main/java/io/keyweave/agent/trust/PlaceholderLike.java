package io.keyweave.agent.trust;

import io.keyweave.placeholder.AppServiceReference;

/** Whether text looks like one of ours, without loading anything: what decides whether an origin is judged and a user is warned. */
public final class PlaceholderLike {

    private static final int LONGEST_SCHEME = 16;

    private PlaceholderLike() {}

    /** Certain when false. */
    public static boolean mayBeIn(String text) {
        return text.contains("$<") || text.contains(AppServiceReference.START);
    }

    /** {@code $<scheme:} of any scheme somewhere, or an App Service reference as the whole. */
    public static boolean in(String text) {
        if (text.startsWith(AppServiceReference.START)) {
            return true;
        }
        for (int at = text.indexOf("$<"); at >= 0; at = text.indexOf("$<", at + 2)) {
            if (schemeAt(text, at + 2)) {
                return true;
            }
        }
        return false;
    }

    private static boolean schemeAt(String text, int from) {
        for (int at = from; at < text.length() && at - from <= LONGEST_SCHEME; at++) {
            char c = text.charAt(at);
            if (c == ':') {
                return at > from;
            }
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return false;
    }
}
