package io.keyweave.benchmarks;

import io.keyweave.charts.ScaleChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code docs/images/scale.svg}: cost against N. */
final class ScalePicture {

    private ScalePicture() {}

    /**
     * Keeps the figures and draws them.
     *
     * @param lines milliseconds of processor time by N, by what costs them
     */
    static void draw(Map<String, TreeMap<Integer, Double>> lines) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("cost", "N", "ms"));
        lines.forEach((cost, figures) -> figures.forEach((count, millis) ->
                rows.add(List.of(cost, count.toString(), String.format(Locale.ROOT, "%.3g", millis)))));
        Figures.write("scale", rows);
        draw();
    }

    static void draw() throws IOException {
        Map<String, TreeMap<Integer, Double>> lines = new LinkedHashMap<>();
        for (List<String> row : Figures.read("scale")) {
            lines.computeIfAbsent(row.get(0), cost -> new TreeMap<>())
                    .put(Integer.valueOf(row.get(1)), Double.valueOf(row.get(2)));
        }
        Figures.picture("scale", ScaleChart.of("What N secrets, variables or lines cost", lines));
    }
}
