package io.keyweave.agent.document;

import java.util.HashMap;
import java.util.Map;

/** Where something stood last before a place that only moves forward, so that no part of a text is looked through twice. */
final class LatestPlaces {

    final String text;

    /** By what is looked for: the last place so far and the next, -1 for none. */
    private final Map<String, int[]> known = new HashMap<>();

    LatestPlaces(String text) {
        this.text = text;
    }

    /** {@code text.lastIndexOf(what, at)}, for places that do not go back. */
    int last(String what, int at) {
        int[] places = known.get(what);
        if (places == null) {
            places = new int[] {-1, text.indexOf(what)};
            known.put(what, places);
        }
        while (places[1] >= 0 && places[1] <= at) {
            places[0] = places[1];
            places[1] = text.indexOf(what, places[1] + 1);
        }
        return places[0];
    }
}
