package io.keyweave.charts;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.text.NumberFormat;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** Fonts, axes and legends of all pictures. */
final class ChartStyle {

    /** In the SVG. Arial, Helvetica and Liberation Sans have the same widths, by which {@link #font} lays texts out. */
    static final String FONT_FAMILY = "Arial, Helvetica, 'Liberation Sans', sans-serif";

    static final BasicStroke LINE = new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHES =
            new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
    static final BasicStroke DOTS =
            new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {2, 3}, 0);
    private static final BasicStroke HAIR = new BasicStroke(1);

    private static final int TICKS = 7;

    private ChartStyle() {}

    static Font font(int style, int size) {
        return new Font("Liberation Sans", style, size);
    }

    /** An axis with a tick at each 1, 2 or 5 of a power of ten. */
    static NumberAxis numbers(String label, double from, double to) {
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(from, to);
        axis.setTickUnit(new NumberTickUnit(step(to - from), NumberFormat.getInstance(Locale.ROOT)));
        dress(axis);
        return axis;
    }

    /** A round number, of which at most {@link #TICKS} make the whole. */
    static double step(double whole) {
        double power = Math.pow(10, Math.floor(Math.log10(whole / TICKS)));
        for (int factor : new int[] {1, 2, 5}) {
            if (whole <= factor * power * TICKS) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    static void dress(ValueAxis axis) {
        axis.setLabelFont(font(Font.PLAIN, 12));
        axis.setLabelPaint(Ink.MUTED.color());
        axis.setTickLabelFont(font(Font.PLAIN, 12));
        axis.setTickLabelPaint(Ink.TEXT.color());
        axis.setAxisLinePaint(Ink.AXIS.color());
        axis.setAxisLineStroke(HAIR);
        axis.setTickMarkPaint(Ink.AXIS.color());
        axis.setTickMarkStroke(HAIR);
    }

    static void dress(XYPlot plot) {
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(4, 8, 4, 20));
        plot.setDomainGridlinePaint(Ink.GRID.color());
        plot.setDomainGridlineStroke(HAIR);
        plot.setRangeGridlinePaint(Ink.GRID.color());
        plot.setRangeGridlineStroke(HAIR);
        plot.setDomainZeroBaselineVisible(false);
    }

    /** @param title above the picture, at its left */
    static JFreeChart chart(String title, XYPlot plot, boolean legend) {
        JFreeChart chart = new JFreeChart(null, font(Font.BOLD, 14), plot, false);
        chart.setBackgroundPaint(null);
        chart.setTextAntiAlias(true);
        TextTitle text = new TextTitle(title, font(Font.BOLD, 14));
        text.setPaint(Ink.TEXT.color());
        text.setHorizontalAlignment(HorizontalAlignment.LEFT);
        text.setPadding(10, 10, 4, 10);
        chart.addSubtitle(text);
        if (legend) {
            LegendTitle entries = new LegendTitle(plot);
            entries.setItemFont(font(Font.PLAIN, 12));
            entries.setItemPaint(Ink.TEXT.color());
            entries.setBackgroundPaint(null);
            entries.setFrame(BlockBorder.NONE);
            entries.setPosition(RectangleEdge.TOP);
            entries.setHorizontalAlignment(HorizontalAlignment.LEFT);
            entries.setItemLabelPadding(new RectangleInsets(2, 4, 2, 16));
            entries.setPadding(0, 10, 4, 10);
            chart.addSubtitle(entries);
        }
        return chart;
    }

    static LegendItem lineEntry(String text, Ink ink, BasicStroke stroke) {
        LegendItem item = new LegendItem(text, null, null, null, new Line2D.Double(-12, 0, 12, 0), stroke, ink.color());
        item.setFillPaint(ink.color());
        return item;
    }

    static LegendItem areaEntry(String text, Ink ink) {
        return new LegendItem(text, null, null, null, new Rectangle2D.Double(-10, -5, 20, 10), ink.color());
    }
}
