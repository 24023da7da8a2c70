package io.keyweave.charts;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/** Cost against N on logarithmic axes: what grows with N rises one decade for each decade, as the dashed lines do. */
public final class ScaleChart {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 560;
    private static final List<Ink> INKS = List.of(Ink.RED, Ink.AMBER, Ink.BLUE, Ink.VIOLET, Ink.GREEN, Ink.GREY);
    /** Of a decade, at both ends of an axis: room for the dots. */
    private static final double MARGIN = 0.06;

    private static final String[] UNITS = {"ns", "\u00b5s", "ms", "s"};

    private ScaleChart() {}

    /**
     * Draws.
     *
     * @param lines milliseconds of processor time by N, by what costs them
     */
    public static String of(String title, Map<String, TreeMap<Integer, Double>> lines) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setDrawSeriesLineAsPath(true);
        LegendItemCollection legend = new LegendItemCollection();
        double least = Double.MAX_VALUE;
        double most = 0;
        int largest = 1;
        for (Map.Entry<String, TreeMap<Integer, Double>> line : lines.entrySet()) {
            int number = data.getSeriesCount();
            Ink ink = INKS.get(number % INKS.size());
            XYSeries series = new XYSeries(line.getKey());
            for (Map.Entry<Integer, Double> figure : line.getValue().entrySet()) {
                if (figure.getValue() > 0) {
                    series.add(Math.log10(figure.getKey()), Math.log10(figure.getValue()));
                    least = Math.min(least, figure.getValue());
                    most = Math.max(most, figure.getValue());
                    largest = Math.max(largest, figure.getKey());
                }
            }
            data.addSeries(series);
            renderer.setSeriesPaint(number, ink.color());
            renderer.setSeriesStroke(number, ChartStyle.LINE);
            renderer.setSeriesShape(number, new Ellipse2D.Double(-3, -3, 6, 6));
            legend.add(ChartStyle.lineEntry(line.getKey(), ink, ChartStyle.LINE));
        }
        int lowest = (int) Math.floor(Math.log10(least));
        int highest = (int) Math.ceil(Math.log10(most));
        int decades = (int) Math.ceil(Math.log10(largest));
        LegendItem slope = slopes(data, renderer, lowest, highest, decades);
        if (slope != null) {
            legend.add(slope);
        }
        XYPlot plot = new XYPlot(
                data,
                decades("N", 0, decades, new Counts()),
                decades("processor time", lowest, highest, new Times()),
                renderer);
        ChartStyle.dress(plot);
        plot.setInsets(new RectangleInsets(4, 8, 4, 40));
        plot.setFixedLegendItems(legend);
        JFreeChart chart = ChartStyle.chart(title, plot, true);
        chart.setBackgroundPaint(Ink.BACKGROUND.color());
        return SvgPicture.of(
                title, WIDTH, HEIGHT, graphics -> chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
    }

    /** Lines of what doubles when N doubles, one a decade. */
    private static @Nullable LegendItem slopes(
            XYSeriesCollection data, XYLineAndShapeRenderer renderer, int lowest, int highest, int decades) {
        LegendItem entry = null;
        for (int decade = lowest - decades + 1; decade < highest; decade++) {
            double from = Math.max(0, lowest - decade);
            double to = Math.min(decades, highest - decade);
            XYSeries series = new XYSeries("slope " + decade);
            series.add(from, decade + from);
            series.add(to, decade + to);
            int number = data.getSeriesCount();
            data.addSeries(series);
            renderer.setSeriesPaint(number, Ink.AXIS.color());
            renderer.setSeriesStroke(number, ChartStyle.DOTS);
            renderer.setSeriesShapesVisible(number, false);
            entry = ChartStyle.lineEntry("what grows with N", Ink.AXIS, ChartStyle.DOTS);
        }
        return entry;
    }

    /** An axis of logarithms: a tick a decade. JFreeChart's own would draw its labels as outlines. */
    private static NumberAxis decades(String label, int lowest, int highest, NumberFormat format) {
        NumberAxis axis = new NumberAxis(label);
        ChartStyle.dress(axis);
        axis.setRange(lowest - MARGIN, highest + MARGIN);
        axis.setTickUnit(new NumberTickUnit(1, format));
        return axis;
    }

    private static final class Counts extends ReadOnlyFormat {
        private static final long serialVersionUID = 1;

        @Override
        String text(double decade) {
            return String.format(Locale.ROOT, "%,d", Math.round(Math.pow(10, decade)));
        }
    }

    /** Milliseconds in the unit that leaves one to three digits. */
    private static final class Times extends ReadOnlyFormat {
        private static final long serialVersionUID = 1;

        @Override
        String text(double decade) {
            double value = Math.pow(10, decade + 6);
            int unit = 0;
            while (unit < UNITS.length - 1 && value >= 999.5) {
                value /= 1000;
                unit++;
            }
            return Math.round(value) + " " + UNITS[unit];
        }
    }

    private abstract static class ReadOnlyFormat extends NumberFormat {
        private static final long serialVersionUID = 1;

        abstract String text(double number);

        @Override
        public StringBuffer format(double number, StringBuffer out, FieldPosition position) {
            return out.append(text(number));
        }

        @Override
        public StringBuffer format(long number, StringBuffer out, FieldPosition position) {
            return format((double) number, out, position);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException();
        }
    }
}
