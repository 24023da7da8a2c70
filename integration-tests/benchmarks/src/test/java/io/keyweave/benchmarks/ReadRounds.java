package io.keyweave.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What each read took in each round, in nanoseconds. Belongs to one thread. */
final class ReadRounds {

    private final Map<String, List<Double>> byName = new TreeMap<>();

    /** Adds a round. */
    void add(Map<String, Double> times) {
        times.forEach((name, ns) ->
                byName.computeIfAbsent(name, n -> new ArrayList<>()).add(ns));
    }

    Set<String> names() {
        return byName.keySet();
    }

    double median(String name) {
        List<Double> times = times(name);
        return PairedRuns.median(times.size(), times::get);
    }

    /** The median of what this took against what the other took in the same round. */
    double ratio(String name, ReadRounds other) {
        List<Double> times = times(name);
        List<Double> under = other.times(name);
        return PairedRuns.median(times.size(), round -> times.get(round) / under.get(round));
    }

    private List<Double> times(String name) {
        List<Double> times = byName.get(name);
        if (times == null) {
            throw new IllegalArgumentException("not measured: " + name + "; there are " + byName.keySet());
        }
        return times;
    }
}
