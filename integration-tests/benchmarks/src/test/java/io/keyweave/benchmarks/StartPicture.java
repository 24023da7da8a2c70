package io.keyweave.benchmarks;

import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Draws what runs when in the start of a Spring Boot application, from the phases that the agent tells behind {@code log=debug} and
 * the time the application takes from {@code main} until it is ready.
 */
final class StartPicture {

    private static final String PHASES = " DEBUG KW-1051 keyweave: time line: ";
    private static final String READY = "ready after ms: ";
    private static final Set<String> SHOWN = Set.of(
            "premain",
            "patches",
            "library",
            "secrets",
            "connect",
            "tls",
            "token",
            "get",
            "views",
            "waiting",
            "Spring Boot");

    private static final int LEFT = 110;
    private static final int WIDTH = 700;
    private static final int ROW = 18;

    private final StringBuilder svg = new StringBuilder();
    private double scale = 1;
    private int y = 20;

    private StartPicture() {}

    private record Span(double begin, double length) {
        double end() {
            return begin + length;
        }
    }

    /**
     * Writes {@code docs/images/start.svg}.
     *
     * @param outputs what each start printed, by title
     */
    static void draw(Map<String, List<String>> outputs) throws IOException {
        Map<String, Map<String, Span>> starts = new LinkedHashMap<>();
        outputs.forEach((title, output) -> starts.put(title, spans(output)));
        double longest = 1;
        for (Map<String, Span> spans : starts.values()) {
            for (Span span : spans.values()) {
                longest = Math.max(longest, span.end());
            }
        }
        StartPicture picture = new StartPicture();
        picture.scale = WIDTH / longest;
        starts.forEach(picture::panel);
        Path file = Project.home().resolve("docs/images/start.svg");
        Files.writeString(
                file,
                String.format(
                                Locale.ROOT,
                                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                                        + " font-family=\"sans-serif\" font-size=\"12\">%n"
                                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                                LEFT + WIDTH + 90,
                                picture.y)
                        + picture.svg
                        + "</svg>\n");
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
        spans.put("Spring Boot", new Span(premain.end(), ready));
        spans.keySet().retainAll(SHOWN);
        return spans;
    }

    private void panel(String title, Map<String, Span> spans) {
        double end = spans.values().stream().mapToDouble(Span::end).max().orElse(0);
        text(10, y, "font-weight=\"bold\"", title + ": ready after " + Math.round(end) + " ms");
        y += ROW;
        spans.forEach(this::bar);
        y += ROW;
    }

    private void bar(String phase, Span span) {
        boolean application = phase.equals("Spring Boot");
        String colour = phase.equals("waiting") ? "#c0392b" : application ? "#7f8c8d" : "#2e86c1";
        double from = LEFT + span.begin() * scale;
        double length = Math.max(1, span.length() * scale);
        text(10, y, "", phase);
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>%n",
                from,
                y - 10,
                length,
                colour));
        text(from + length + 4, y, "fill=\"#555\"", Math.round(span.length()) + " ms");
        y += ROW;
    }

    private void text(double x, int at, String style, String content) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" %s>%s</text>%n", x, at, style, content));
    }
}
