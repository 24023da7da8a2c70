package io.keyweave.benchmarks;

import io.keyweave.charts.Ink;
import io.keyweave.charts.SpanChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code docs/images/start.svg}: what runs when in the start of a Spring Boot application, from the phases that the agent tells behind {@code log=debug} and
 * the time the application takes from {@code main} until it is ready.
 */
final class StartPicture {

    private static final String PHASES = " DEBUG KW-1051 keyweave: time line: ";
    private static final String READY = "ready after ms: ";
    private static final String APPLICATION = "Spring Boot";
    /** Each with what it is a part of; a part of the start only where it ends with it. */
    private static final Map<String, String> PARTS = parts();

    private StartPicture() {}

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("premain", "");
        parts.put("patches", "premain");
        parts.put("library", "premain");
        parts.put("secrets", "premain");
        parts.put("connect", "secrets");
        parts.put("tls", "secrets");
        parts.put("token", "secrets");
        parts.put("get", "secrets");
        parts.put("views", "premain");
        parts.put(APPLICATION, "");
        parts.put("waiting", APPLICATION);
        return parts;
    }

    private record Span(double begin, double length) {
        double end() {
            return begin + length;
        }
    }

    /**
     * Keeps the figures and draws them.
     *
     * @param outputs what each start printed, by title
     */
    static void draw(Map<String, List<String>> outputs) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("start", "phase", "begin ms", "length ms"));
        outputs.forEach((title, output) -> spans(output)
                .forEach((phase, span) -> rows.add(List.of(
                        title, phase, Long.toString(Math.round(span.begin)), Long.toString(Math.round(span.length))))));
        Figures.write("start", rows);
        draw();
    }

    static void draw() throws IOException {
        Map<String, Map<String, Span>> starts = new LinkedHashMap<>();
        double longest = 1;
        for (List<String> row : Figures.read("start")) {
            Span span = new Span(Double.parseDouble(row.get(2)), Double.parseDouble(row.get(3)));
            starts.computeIfAbsent(row.get(0), title -> new LinkedHashMap<>()).put(row.get(1), span);
            longest = Math.max(longest, span.end());
        }
        List<SpanChart.Panel> panels = new ArrayList<>();
        starts.forEach((title, spans) -> panels.add(panel(title, spans)));
        Map<Ink, String> legend = new LinkedHashMap<>();
        legend.put(Ink.BLUE, "the agent");
        legend.put(Ink.GREY, "the application");
        if (starts.values().stream().anyMatch(spans -> spans.containsKey("waiting"))) {
            legend.put(Ink.RED, "the application waits for a secret");
        }
        Figures.picture(
                "start",
                new SpanChart(
                                "milliseconds since the JVM called premain",
                                Math.ceil(longest / 100) * 100,
                                130,
                                90,
                                true)
                        .of("What runs when in a start of Spring Boot", panels, legend));
    }

    private static Map<String, Span> spans(List<String> output) {
        Map<String, Span> spans = new LinkedHashMap<>();
        double ready = 0;
        for (String line : output) {
            if (line.contains(PHASES)) {
                for (String phase :
                        line.substring(line.indexOf(PHASES) + PHASES.length()).split(", ", -1)) {
                    String[] words = phase.split(" ", -1);
                    spans.put(words[0], new Span(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
                }
            } else if (line.startsWith(READY)) {
                ready = Double.parseDouble(line.substring(READY.length()));
            }
        }
        Span premain = spans.get("premain");
        if (premain == null) {
            throw new IllegalStateException("no time line in:\n" + String.join("\n", output));
        }
        spans.put(APPLICATION, new Span(premain.end(), ready));
        spans.keySet().retainAll(PARTS.keySet());
        return spans;
    }

    private static SpanChart.Panel panel(String title, Map<String, Span> spans) {
        List<SpanChart.Row> rows = new ArrayList<>();
        add("", 0, spans, rows);
        double end = spans.values().stream().mapToDouble(Span::end).max().orElse(0);
        return new SpanChart.Panel(title + ": ready after " + millis(end), rows);
    }

    /** With the separator that the axis has. */
    private static String millis(double length) {
        return String.format(Locale.ROOT, "%,d ms", Math.round(length));
    }

    /** Adds what is a part of that, each followed by its own parts. */
    private static void add(String whole, int depth, Map<String, Span> spans, List<SpanChart.Row> rows) {
        for (String phase : PARTS.keySet()) {
            Span span = spans.get(phase);
            if (span == null || !whole(phase, spans).equals(whole)) {
                continue;
            }
            int at = rows.size();
            add(phase, depth + 1, spans, rows);
            Ink ink = phase.equals("waiting") ? Ink.RED : phase.equals(APPLICATION) ? Ink.GREY : Ink.BLUE;
            rows.add(
                    at,
                    new SpanChart.Row(
                            phase,
                            depth,
                            rows.size() - at,
                            List.of(new SpanChart.Bar(span.begin, span.end(), ink, "")),
                            millis(span.length)));
        }
    }

    /** What it is a part of: nothing when that is over before it, as {@code premain} is with {@code startup-wait=first-read}. */
    private static String whole(String phase, Map<String, Span> spans) {
        String whole = PARTS.get(phase);
        Span outer = whole == null ? null : spans.get(whole);
        Span inner = spans.get(phase);
        return outer == null || inner == null || inner.end() > outer.end() + 2 ? "" : whole;
    }
}
