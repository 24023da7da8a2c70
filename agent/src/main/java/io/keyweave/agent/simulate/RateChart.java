package io.keyweave.agent.simulate;

import java.util.List;
import java.util.Locale;

/** Requests per ten seconds over time as an SVG, with the limit. No script, no font file, readable on light and dark. */
final class RateChart {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 320;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 45;

    private RateChart() {}

    static String of(SimulationReport report) {
        List<Integer> counts = report.perWindow();
        double most = Math.max(report.peak(), report.limit()) * 1.05;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="12">
                <title>Requests per 10 s over time</title>
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                <text x="%3$d" y="22" font-size="14" fill="#1f2937">%4$s</text>
                """,
                WIDTH,
                HEIGHT,
                LEFT,
                title(report.fleet())));
        axes(svg, counts.size() * SimulatedVaults.WINDOW_SECONDS, most);
        double step = (WIDTH - LEFT - RIGHT) / (double) Math.max(1, counts.size());
        for (int i = 0; i < counts.size(); i++) {
            double height = counts.get(i) / most * (HEIGHT - TOP - BOTTOM);
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>%n",
                    LEFT + i * step,
                    HEIGHT - BOTTOM - height,
                    Math.max(0.5, step - 0.3),
                    height,
                    counts.get(i) > report.limit() ? "#dc2626" : "#2563eb"));
        }
        double limit = HEIGHT - BOTTOM - report.limit() / most * (HEIGHT - TOP - BOTTOM);
        svg.append(String.format(
                Locale.ROOT,
                """
                <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#dc2626" stroke-dasharray="5 4"/>
                <text x="%d" y="%.1f" text-anchor="end" fill="#dc2626">limit %,d</text>
                </svg>
                """,
                LEFT,
                WIDTH - RIGHT,
                limit,
                limit,
                WIDTH - RIGHT,
                limit - 5,
                report.limit()));
        return svg.toString();
    }

    private static String title(Fleet fleet) {
        return String.format(
                Locale.ROOT,
                "%,d JVMs, %d secrets each: requests per 10 s%s",
                fleet.jvms(),
                fleet.secrets(),
                fleet.restartAll() ? ", all restarted at once" : "");
    }

    private static void axes(StringBuilder svg, int seconds, double most) {
        int bottom = HEIGHT - BOTTOM;
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#6b7280\"/>%n",
                LEFT,
                TOP,
                bottom,
                WIDTH - RIGHT));
        for (int i = 0; i <= 4; i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#374151\">%,.0f</text>%n",
                    LEFT - 8,
                    bottom + 4 - i / 4.0 * (bottom - TOP),
                    most * i / 4));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" fill=\"#374151\">%.1f min</text>%n",
                    LEFT + i / 4.0 * (WIDTH - LEFT - RIGHT),
                    bottom + 18,
                    i == 4 ? "end" : "middle",
                    seconds / 60.0 * i / 4));
        }
    }
}
