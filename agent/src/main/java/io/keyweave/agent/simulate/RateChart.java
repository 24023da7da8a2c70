package io.keyweave.agent.simulate;

import io.keyweave.settings.DurationText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Requests per ten seconds over time as an SVG: the fleet, the same fleet with another {@code startup-spread}, and the limit. No script, no font file, in light
 * and dark. What a colour means stands above the area, so no line crosses a text.
 */
final class RateChart {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 70;
    private static final int BOTTOM = 50;
    private static final int TICKS = 5;

    private final StringBuilder svg = new StringBuilder();
    private final int seconds;
    private final double top;

    private RateChart(int seconds, double most) {
        this.seconds = seconds;
        this.top = step(most) * Math.ceil(most / step(most));
    }

    /** @param other the same fleet with another spread, or null */
    static String of(SimulationReport report, @Nullable SimulationReport other) {
        double most = Math.max(report.peak(), report.limit());
        RateChart chart = new RateChart(
                report.perWindow().size() * SimulatedVaults.WINDOW_SECONDS,
                other == null ? most : Math.max(most, other.peak()));
        chart.head(report, other);
        chart.axes();
        chart.curve("own", report.perWindow());
        if (other != null) {
            chart.curve("other", other.perWindow());
        }
        chart.svg.append(String.format(
                Locale.ROOT,
                "<path class=\"limit\" d=\"M%d %.1fH%d\"/>%n</svg>%n",
                LEFT,
                chart.y(report.limit()),
                WIDTH - RIGHT));
        return chart.svg.toString();
    }

    private double x(double second) {
        return LEFT + second / seconds * (WIDTH - LEFT - RIGHT);
    }

    private double y(double count) {
        return HEIGHT - BOTTOM - count / top * (HEIGHT - TOP - BOTTOM);
    }

    /** A round number of which about {@link #TICKS} make the whole. */
    private static double step(double whole) {
        double power = Math.pow(10, Math.floor(Math.log10(whole / TICKS)));
        for (int factor : new int[] {1, 2, 5}) {
            if (whole <= factor * power * TICKS) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private void head(SimulationReport report, @Nullable SimulationReport other) {
        Fleet fleet = report.fleet();
        svg.append(String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="12">
                <title>Requests per 10 s over time</title>
                <style>
                .back { fill: #ffffff } text { fill: #1f2937 } .grid { stroke: #e5e7eb } path { fill: none }
                .own { stroke: #2563eb; stroke-width: 1.5 } .other { stroke: #0f766e; stroke-width: 1.5 }
                .limit { stroke: #dc2626; stroke-dasharray: 5 4 }
                @media (prefers-color-scheme: dark) { .back { fill: #111827 } text { fill: #e5e7eb } .grid { stroke: #374151 }
                  .own { stroke: #60a5fa } .other { stroke: #2dd4bf } .limit { stroke: #f87171 } }
                </style>
                <rect class="back" width="%1$d" height="%2$d"/>
                <text x="%3$d" y="24" font-size="14">%4$s</text>
                """,
                WIDTH,
                HEIGHT,
                LEFT,
                String.format(
                        Locale.ROOT,
                        "%,d JVMs, %d secrets each: requests per 10 s%s",
                        fleet.jvms(),
                        fleet.secrets(),
                        fleet.restartAll() ? ", all restarted at once" : "")));
        int at = legend(LEFT, "own", "startup-spread " + DurationText.of(fleet.startupSpread()));
        if (other != null) {
            at = legend(
                    at,
                    "other",
                    "startup-spread " + DurationText.of(other.fleet().startupSpread()));
        }
        legend(at, "limit", String.format(Locale.ROOT, "limit %,d", report.limit()));
    }

    private int legend(int at, String kind, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<path class=\"%s\" d=\"M%d 46h24\"/><text x=\"%d\" y=\"50\">%s</text>%n",
                kind,
                at,
                at + 32,
                text));
        return at + 60 + text.length() * 7;
    }

    private void axes() {
        for (double count = 0; count <= top + 0.5; count += step(top)) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,.0f</text>%n",
                    LEFT,
                    y(count),
                    WIDTH - RIGHT,
                    LEFT - 8,
                    y(count) + 4,
                    count));
        }
        double minutes = seconds / 60.0;
        for (double minute = 0; minute <= minutes + 0.01; minute += step(minutes)) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"grid\" d=\"M%.1f %dv5\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x(minute * 60),
                    HEIGHT - BOTTOM,
                    x(minute * 60),
                    HEIGHT - BOTTOM + 18,
                    minute == Math.rint(minute)
                            ? Long.toString(Math.round(minute))
                            : String.format(Locale.ROOT, "%.1f", minute)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">minutes</text>%n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 10));
    }

    private void curve(String kind, List<Integer> perWindow) {
        svg.append("<path class=\"").append(kind).append("\" d=\"");
        svg.append(String.format(Locale.ROOT, "M%.1f %.1f", x(0), y(0)));
        for (int i = 0; i < perWindow.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT, "V%.1fH%.1f", y(perWindow.get(i)), x((i + 1.0) * SimulatedVaults.WINDOW_SECONDS)));
        }
        svg.append(String.format("\"/>%n"));
    }
}
