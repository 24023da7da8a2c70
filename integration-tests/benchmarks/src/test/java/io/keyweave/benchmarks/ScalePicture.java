package io.keyweave.benchmarks;

import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws cost against N on logarithmic axes: what grows with N is a line that rises one decade for each decade, as the grey ones do. */
final class ScalePicture {

    private static final List<String> COLOURS =
            List.of("#c0392b", "#e67e22", "#2e86c1", "#8e44ad", "#1e8449", "#7f8c8d");

    private static final int LEFT = 70;
    private static final int TOP = 20;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 440;
    private static final int LABELS = 240;
    private static final int DECADES = 5;
    private static final int LOWEST = -3;
    private static final int HIGHEST = 4;
    private static final int LINE = 15;

    private final StringBuilder svg = new StringBuilder();

    private ScalePicture() {}

    /**
     * Writes {@code docs/images/scale.svg}.
     *
     * @param lines milliseconds of processor time by N, by what costs them
     */
    static void draw(Map<String, TreeMap<Integer, Double>> lines) throws IOException {
        ScalePicture picture = new ScalePicture();
        picture.axes();
        TreeMap<Double, String> ends = new TreeMap<>();
        int number = 0;
        for (Map.Entry<String, TreeMap<Integer, Double>> line : lines.entrySet()) {
            picture.line(line.getKey(), line.getValue(), COLOURS.get(number++ % COLOURS.size()), ends);
        }
        Files.writeString(
                Project.home().resolve("docs/images/scale.svg"),
                String.format(
                                Locale.ROOT,
                                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                                        + " font-family=\"sans-serif\" font-size=\"12\">%n"
                                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                                LEFT + WIDTH + LABELS,
                                TOP + HEIGHT + 50)
                        + picture.svg
                        + "</svg>\n");
    }

    private static double x(double count) {
        return LEFT + Math.log10(count) / DECADES * WIDTH;
    }

    private static double y(double millis) {
        double decades = Math.max(LOWEST, Math.min(HIGHEST, Math.log10(millis)));
        return TOP + HEIGHT - (decades - LOWEST) / (HIGHEST - LOWEST) * HEIGHT;
    }

    private void axes() {
        for (int decade = 0; decade <= DECADES; decade++) {
            double at = x(Math.pow(10, decade));
            stroke(at, TOP, at, TOP + HEIGHT, "#e5e5e5");
            text(at - 4.0 * decade, TOP + HEIGHT + 18, "#333", String.format(Locale.ROOT, "%,d", (int)
                    Math.pow(10, decade)));
        }
        for (int decade = LOWEST; decade <= HIGHEST; decade++) {
            double at = y(Math.pow(10, decade));
            stroke(LEFT, at, LEFT + WIDTH, at, "#e5e5e5");
            text(
                    8,
                    at + 4,
                    "#333",
                    decade < 0
                            ? (int) Math.pow(10, decade + 3) + " \u00b5s"
                            : decade < 3 ? (int) Math.pow(10, decade) + " ms" : (int) Math.pow(10, decade - 3) + " s");
        }
        for (int decade = LOWEST - DECADES; decade < HIGHEST; decade++) {
            double from = Math.max(0, LOWEST - decade);
            double to = Math.min(DECADES, HIGHEST - decade);
            stroke(
                    x(Math.pow(10, from)),
                    y(Math.pow(10, decade + from)),
                    x(Math.pow(10, to)),
                    y(Math.pow(10, decade + to)),
                    "#efefef");
        }
        text(LEFT + WIDTH / 2.0 - 10, TOP + HEIGHT + 38, "#333", "N");
    }

    private void line(String name, TreeMap<Integer, Double> figures, String colour, TreeMap<Double, String> ends) {
        StringBuilder points = new StringBuilder();
        double lastX = 0;
        double lastY = 0;
        for (Map.Entry<Integer, Double> figure : figures.entrySet()) {
            if (figure.getValue() > 0) {
                lastX = x(figure.getKey());
                lastY = y(figure.getValue());
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", lastX, lastY));
                svg.append(String.format(
                        Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", lastX, lastY, colour));
            }
        }
        svg.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"/>%n",
                points.toString().trim(),
                colour));
        double label = lastY + 4;
        // Two lines that end at one height have their names below each other.
        for (Double taken = ends.ceilingKey(label - LINE + 1); taken != null && taken < label + LINE; ) {
            label = taken + LINE;
            taken = ends.ceilingKey(label - LINE + 1);
        }
        ends.put(label, name);
        stroke(lastX + 4, lastY, LEFT + WIDTH + 8, label - 4, "#d5d5d5");
        text(LEFT + WIDTH + 10, label, colour, name);
    }

    private void stroke(double fromX, double fromY, double toX, double toY, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                fromX,
                fromY,
                toX,
                toY,
                colour));
    }

    private void text(double x, double at, String colour, String content) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n", x, at, colour, content));
    }
}
