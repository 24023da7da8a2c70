package io.keyweave.charts;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.text.TextUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * What is drawn, as text of an SVG file: Batik writes the elements, the colours get classes that a style sheet exchanges on a dark page. No script, no font
 * file. A viewer that knows no style sheet shows the light picture.
 */
final class SvgPicture {

    private static final String SVG = "http://www.w3.org/2000/svg";

    /** Hints of AWT, and what a browser does anyway. */
    private static final Set<String> NEEDLESS = Set.of(
            "color-interpolation",
            "color-rendering",
            "image-rendering",
            "shape-rendering",
            "text-rendering",
            "stroke-miterlimit",
            "font-family",
            "style",
            "xml:space");

    private final Set<Ink> fills = EnumSet.noneOf(Ink.class);
    private final Set<Ink> strokes = EnumSet.noneOf(Ink.class);

    private SvgPicture() {}

    /**
     * Draws.
     *
     * @param title what a screen reader says of it
     */
    static String of(String title, int width, int height, Consumer<Graphics2D> drawing) {
        System.setProperty("java.awt.headless", "true");
        // Otherwise what stands upright is drawn as outlines of its letters.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setComment(null);
            context.setPrecision(2);
            SVGGraphics2D graphics = new SVGGraphics2D(context, false);
            graphics.setSVGCanvasSize(new Dimension(width, height));
            drawing.accept(graphics);
            return new SvgPicture().text(document, graphics.getRoot(), title, width, height);
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("this JDK cannot write XML", e);
        }
    }

    private String text(Document document, Element root, String title, int width, int height)
            throws TransformerException {
        colour(root);
        for (String attribute : new String[] {"fill", "stroke", "font-size", "font-weight", "font-style"}) {
            root.removeAttribute(attribute);
        }
        root.setAttribute("width", Integer.toString(width));
        root.setAttribute("height", Integer.toString(height));
        root.setAttribute("viewBox", "0 0 " + width + " " + height);
        root.setAttribute("role", "img");
        root.setAttribute("font-family", ChartStyle.FONT_FAMILY);
        root.setAttribute("font-size", "12");
        root.setAttribute("stroke", "none");
        Element style = document.createElementNS(SVG, "style");
        style.setTextContent(styleSheet());
        root.insertBefore(style, root.getFirstChild());
        Element name = document.createElementNS(SVG, "title");
        name.setTextContent(title);
        root.insertBefore(name, style);
        return written(root);
    }

    /** Marks colours by class; a colour without a dark counterpart is an error of the drawing. */
    private void colour(Element element) {
        for (String needless : NEEDLESS) {
            element.removeAttribute(needless);
        }
        String size = element.getAttribute("font-size");
        if (size.endsWith("px")) {
            element.setAttribute("font-size", size.substring(0, size.length() - 2));
        }
        mark(element, "fill", fills);
        mark(element, "stroke", strokes);
        NodeList children = element.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            Node child = children.item(i);
            if (child instanceof Element below) {
                colour(below);
            }
        }
    }

    private static void mark(Element element, String attribute, Set<Ink> used) {
        String value = element.getAttribute(attribute);
        if (value.isEmpty() || value.equals("none") || element.getTagName().equals("svg")) {
            return;
        }
        Ink ink = Ink.of(value);
        if (ink == null) {
            if (value.equals("black")) {
                // Batik's default, which nothing is drawn with.
                element.removeAttribute(attribute);
                return;
            }
            throw new IllegalStateException(attribute + " " + value + " is not an Ink");
        }
        used.add(ink);
        element.setAttribute(attribute, ink.light());
        String before = element.getAttribute("class");
        element.setAttribute("class", (before.isEmpty() ? "" : before + " ") + attribute.charAt(0) + "-" + ink.style());
    }

    private String styleSheet() {
        StringBuilder css = new StringBuilder("@media (prefers-color-scheme: dark) {");
        appendDark(css, fills, "fill");
        appendDark(css, strokes, "stroke");
        return css.append(" }").toString();
    }

    private static void appendDark(StringBuilder css, Iterable<Ink> inks, String attribute) {
        for (Ink ink : inks) {
            css.append(" .")
                    .append(attribute.charAt(0))
                    .append("-")
                    .append(ink.style())
                    .append(" { ")
                    .append(attribute)
                    .append(": ")
                    .append(ink.dark())
                    .append(" }");
        }
    }

    private static String written(Element root) throws TransformerException {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter out = new StringWriter();
        transformer.transform(new DOMSource(root), new StreamResult(out));
        // A line for each element, so that a change of a picture can be read.
        return out.toString().replace("><", ">\n<") + "\n";
    }
}
