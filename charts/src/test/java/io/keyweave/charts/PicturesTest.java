package io.keyweave.charts;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What every picture keeps to: those that are drawn here, and those in docs/images as they are. */
class PicturesTest {

    private static final Pattern POINT = Pattern.compile("([ML])\\s*([-\\d.]+)[ ,]([-\\d.]+)");

    private static List<Element> elements(String svg, String name) throws Exception {
        NodeList found = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    /** The nearest value, from the element outwards. */
    private static String inherited(Element element, String attribute) {
        for (Node node = element; node instanceof Element each; node = node.getParentNode()) {
            if (!each.getAttribute(attribute).isEmpty()) {
                return each.getAttribute(attribute);
            }
        }
        return "";
    }

    private static List<String> texts(String svg) throws Exception {
        return elements(svg, "text").stream().map(Node::getTextContent).toList();
    }

    private static void keepsToTheStyle(String name, String svg) throws Exception {
        assertFalse(texts(svg).isEmpty(), name + " has no text that can be read and searched");
        assertEquals(1, elements(svg, "title").size(), name);
        for (String outside : List.of("<script", "<image", "href", "url(http", "@import", "font-face")) {
            assertFalse(svg.contains(outside), name + " has " + outside);
        }
        String style = elements(svg, "style").get(0).getTextContent();
        assertTrue(style.startsWith("@media (prefers-color-scheme: dark)"), name);
        for (String kind : List.of("g", "path", "rect", "line", "text", "circle", "polyline", "polygon", "ellipse")) {
            for (Element element : elements(svg, kind)) {
                for (String attribute : List.of("fill", "stroke")) {
                    String colour = element.getAttribute(attribute);
                    String rule = "." + attribute.charAt(0) + "-";
                    boolean dark = false;
                    for (String of : element.getAttribute("class").split(" ", -1)) {
                        dark |= ("." + of).startsWith(rule) && style.contains("." + of + " {");
                    }
                    assertTrue(
                            colour.isEmpty() || colour.equals("none") || dark,
                            name + ": " + attribute + " " + colour + " of a " + kind + " has no dark one");
                }
            }
        }
        noLineCrossesAText(name, svg);
    }

    private static void noLineCrossesAText(String name, String svg) throws Exception {
        List<Line2D> lines = new ArrayList<>();
        for (Element line : elements(svg, "line")) {
            lines.add(
                    new Line2D.Double(number(line, "x1"), number(line, "y1"), number(line, "x2"), number(line, "y2")));
        }
        for (Element path : elements(svg, "path")) {
            if (inherited(path, "stroke").equals("none")
                    || path.getParentNode().getNodeName().equals("clipPath")) {
                continue;
            }
            Matcher point = POINT.matcher(path.getAttribute("d"));
            double x = 0;
            double y = 0;
            while (point.find()) {
                double toX = Double.parseDouble(point.group(2));
                double toY = Double.parseDouble(point.group(3));
                if (point.group(1).equals("L")) {
                    lines.add(new Line2D.Double(x, y, toX, toY));
                }
                x = toX;
                y = toY;
            }
        }
        assertFalse(lines.isEmpty(), name);
        FontRenderContext context = new FontRenderContext(null, true, true);
        Font ofReaders = fontOfReaders();
        for (Element text : elements(svg, "text")) {
            if (inherited(text, "transform").isEmpty()) {
                int style = inherited(text, "font-weight").equals("bold") ? Font.BOLD : Font.PLAIN;
                Font font = ofReaders.deriveFont(style, Float.parseFloat(inherited(text, "font-size")));
                double width =
                        font.getStringBounds(text.getTextContent(), context).getWidth();
                Rectangle2D box =
                        new Rectangle2D.Double(number(text, "x"), number(text, "y") - 9, Math.max(1, width), 10);
                for (Line2D line : lines) {
                    assertFalse(
                            line.intersects(box),
                            name + ": " + line.getP1() + " to " + line.getP2() + " crosses " + text.getTextContent());
                }
            }
        }
    }

    /** As wide as what readers see: this machine may have none of the fonts that the pictures ask for. */
    private static Font fontOfReaders() throws Exception {
        String file = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
        try (InputStream in = Objects.requireNonNull(PicturesTest.class.getResourceAsStream(file), file)) {
            return Font.createFont(Font.TRUETYPE_FONT, in);
        }
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @ParameterizedTest
    @ValueSource(strings = {"restart-all", "start", "secret-life", "scale"})
    void picturesOfTheDocumentationKeepToTheStyle(String name) throws Exception {
        keepsToTheStyle(name, Files.readString(Path.of("../docs/images", name + ".svg")));
    }

    @Test
    void ratesHaveBothCurvesAndTheLimit() throws Exception {
        Map<String, List<Integer>> curves = new LinkedHashMap<>();
        curves.put("startup-spread 0s", List.of(21_000, 9_000, 4_000, 600, 600, 600));
        curves.put("startup-spread 2m", List.of(1_900, 1_900, 1_900, 600, 600, 600));
        String svg = RateChart.of("1,000 JVMs", 10, curves, 4_000);
        keepsToTheStyle("rates", svg);
        List<String> texts = texts(svg);
        assertTrue(
                texts.containsAll(List.of(
                        "1,000 JVMs",
                        "startup-spread 0s",
                        "startup-spread 2m",
                        "limit, 4,000",
                        "minutes",
                        "requests per 10 s",
                        "0",
                        "5,000",
                        "20,000",
                        "25,000")),
                texts.toString());
    }

    @Test
    void whatIsInsideOfASpanIsBelowItAndSetIn() throws Exception {
        String svg = new SpanChart("milliseconds", 100, 100, 60, true)
                .of(
                        "Spans",
                        List.of(new SpanChart.Panel(
                                "One start",
                                List.of(
                                        row("outer", 0, 1, 0, 80),
                                        row("inner", 1, 0, 10, 30),
                                        row("after", 0, 0, 80, 100)))),
                        Map.of(Ink.BLUE, "the agent"));
        keepsToTheStyle("spans", svg);
        Element outer = textOf(svg, "outer");
        Element inner = textOf(svg, "\u00a0\u00a0\u00a0inner");
        assertTrue(number(inner, "y") > number(outer, "y"));
        assertEquals(number(outer, "x"), number(inner, "x"));
        assertTrue(texts(svg).containsAll(List.of("80 ms", "20 ms", "the agent", "One start", "100")), svg);
        // The pale area behind both.
        assertTrue(svg.contains("f-blue-pale"), svg);
    }

    private static SpanChart.Row row(String name, int depth, int below, double from, double to) {
        return new SpanChart.Row(
                name, depth, below, List.of(new SpanChart.Bar(from, to, Ink.BLUE, "")), Math.round(to - from) + " ms");
    }

    private static Element textOf(String svg, String content) throws Exception {
        return elements(svg, "text").stream()
                .filter(text -> text.getTextContent().equals(content))
                .findFirst()
                .orElseThrow(() -> new AssertionError(content + " is not in " + svg));
    }

    @Test
    void decadesHaveTheirUnits() throws Exception {
        TreeMap<Integer, Double> figures = new TreeMap<>(Map.of(1, 0.005, 1_000, 3.0, 100_000, 2_000.0));
        String svg = ScaleChart.of("Cost", Map.of("a start", figures));
        keepsToTheStyle("scale", svg);
        List<String> texts = texts(svg);
        assertTrue(
                texts.containsAll(List.of("1 \u00b5s", "10 ms", "1 s", "1", "1,000", "100,000", "what grows with N")),
                texts.toString());
    }

    @Test
    void aLineThroughATextIsFound() {
        String svg = "<svg font-size='12'><text x='10' y='20'>here</text><line x1='0' y1='%s' x2='30' y2='16'/></svg>";
        assertThrows(AssertionError.class, () -> noLineCrossesAText("crossed", String.format(svg, 16)));
        assertDoesNotThrow(
                () -> noLineCrossesAText("free", svg.replace("16", "40").replace("%s", "40")));
    }

    @Test
    void stepsAreRound() {
        assertEquals(5_000, ChartStyle.step(21_092));
        assertEquals(10, ChartStyle.step(60));
        assertEquals(500, ChartStyle.step(2_600));
        assertEquals(0.2, ChartStyle.step(1.2), 1e-9);
    }
}
