package io.keyweave.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * Whole processes in turn, A B C A B C ..., so that a change of the machine's speed meets all of them alike. Figures are medians;
 * ratios are taken within a round before the median is. One round is run first and not counted. Belongs to one thread.
 */
final class PairedRuns {

    private static final int WARM_UP_ROUNDS = 1;

    private final String title;
    private final Map<String, String> environment;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final Map<String, List<MeasuredProcess>> measured = new LinkedHashMap<>();

    PairedRuns(String title, Map<String, String> environment) {
        this.title = title;
        this.environment = environment;
    }

    PairedRuns add(String name, List<String> command) {
        commands.put(name, command);
        return this;
    }

    void run(int rounds) {
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                MeasuredProcess one = measure(command.getKey(), command.getValue());
                if (round >= 0) {
                    measured.computeIfAbsent(command.getKey(), name -> new ArrayList<>())
                            .add(one);
                }
            }
            Progress.tell(title + ": round " + (round + 1) + " of " + rounds);
        }
        Progress.end();
    }

    private MeasuredProcess measure(String name, List<String> command) {
        try {
            return MeasuredProcess.run(command, environment);
        } catch (IllegalStateException failed) {
            throw new IllegalStateException(title + ": \"" + name + "\" failed: " + failed.getMessage());
        }
    }

    String table() {
        StringBuilder table = new StringBuilder("| process | wall, s | CPU, s | peak, MiB |\n|---|---|---|---|\n");
        measured.forEach((name, runs) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.0f |%n",
                name,
                median(runs, MeasuredProcess::wall),
                median(runs, MeasuredProcess::cpu),
                median(runs, MeasuredProcess::peakMiB))));
        return table.toString();
    }

    static String ratioHead(String what) {
        return "\n| " + what + " | wall | CPU | peak |\n|---|---|---|---|\n";
    }

    /** A row: the first against the second. */
    String ratio(String over, String under) {
        return row(
                over + " / " + under,
                figure -> median(rounds(), round -> at(over, round, figure) / at(under, round, figure)));
    }

    /** A row: what the first adds to the base, against what the second adds to it. */
    String ratioOfAdded(String over, String under, String base) {
        return ratioOfAdded(over, base, under, base);
    }

    /** A row: what the first adds to its base, against what the second adds to its own. */
    String ratioOfAdded(String over, String overBase, String under, String underBase) {
        return row(
                over + " / " + under,
                figure -> median(
                        rounds(),
                        round -> (at(over, round, figure) - at(overBase, round, figure))
                                / (at(under, round, figure) - at(underBase, round, figure))));
    }

    private String row(String name, ToDoubleFunction<ToDoubleFunction<MeasuredProcess>> value) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f |%n",
                name,
                value.applyAsDouble(MeasuredProcess::wall),
                value.applyAsDouble(MeasuredProcess::cpu),
                value.applyAsDouble(MeasuredProcess::peakMiB));
    }

    /** The median ratio of a number that each run printed behind a prefix. */
    String spreadOfPrinted(String over, String under, String prefix) {
        return spread(round -> printed(over, round, prefix) / printed(under, round, prefix));
    }

    /** The median ratio of CPU times. */
    String spreadOfCpu(String over, String under) {
        return spread(round -> at(over, round, MeasuredProcess::cpu) / at(under, round, MeasuredProcess::cpu));
    }

    /** Seconds. */
    double cpu(String name) {
        return median(runs(name), MeasuredProcess::cpu);
    }

    String title() {
        return title;
    }

    /** The median, and between which ratios that of endless rounds is, by 95 %: where a sign test would not refuse it. */
    private String spread(IntToDoubleFunction ratio) {
        double[] sorted = new double[rounds()];
        Arrays.setAll(sorted, ratio);
        Arrays.sort(sorted);
        int low = (int) Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
        return String.format(
                Locale.ROOT,
                "%.3f (median of %d, 95 %% between %.3f and %.3f)",
                median(sorted.length, round -> sorted[round]),
                sorted.length,
                sorted[low],
                sorted[sorted.length - 1 - low]);
    }

    private double printed(String name, int round, String prefix) {
        for (String line : runs(name).get(round).output()) {
            if (line.startsWith(prefix)) {
                return Double.parseDouble(line.substring(prefix.length()));
            }
        }
        throw new IllegalStateException(name + " printed no " + prefix);
    }

    /** What the run of median wall time printed. */
    List<String> typicalOutput(String name) {
        List<MeasuredProcess> runs = new ArrayList<>(runs(name));
        runs.sort(Comparator.comparingDouble(MeasuredProcess::wall));
        return runs.get(runs.size() / 2).output();
    }

    private int rounds() {
        return measured.values().iterator().next().size();
    }

    private double at(String name, int round, ToDoubleFunction<MeasuredProcess> figure) {
        return figure.applyAsDouble(runs(name).get(round));
    }

    private List<MeasuredProcess> runs(String name) {
        List<MeasuredProcess> runs = measured.get(name);
        if (runs == null) {
            throw new IllegalArgumentException("not measured: " + name + "; there are " + measured.keySet());
        }
        return runs;
    }

    private static double median(List<MeasuredProcess> runs, ToDoubleFunction<MeasuredProcess> figure) {
        return median(runs.size(), round -> figure.applyAsDouble(runs.get(round)));
    }

    static double median(int rounds, IntToDoubleFunction figure) {
        double[] sorted = new double[rounds];
        Arrays.setAll(sorted, figure);
        Arrays.sort(sorted);
        int middle = rounds / 2;
        return rounds % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
