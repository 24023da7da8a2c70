package io.keyweave.charts;

import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/**
 * What lasts from when to when, a row each. What is inside of another is below it and set in. Names are at the left, durations at the right, where no
 * line is.
 */
public final class SpanChart {

    private static final int WIDTH = 900;
    private static final int ROW = 22;
    private static final int HEAD = 38;
    private static final int LEGEND = 26;
    private static final int AXIS = 48;
    /** How many pixels the shortest bar has. */
    private static final int LEAST = 2;

    private final String unit;
    private final double end;
    private final int names;
    private final int notes;
    private final boolean grid;

    /**
     * Describes a picture.
     *
     * @param unit what is counted on the axis of time
     * @param end where it ends
     * @param names how many pixels the names of the rows take, at the left
     * @param notes how many their notes take, at the right
     * @param grid whether vertical lines are drawn at the ticks
     */
    public SpanChart(String unit, double end, int names, int notes, boolean grid) {
        this.unit = unit;
        this.end = end;
        this.names = names;
        this.notes = notes;
        this.grid = grid;
    }

    /** @param text inside of it, or empty; anchored at its beginning when it is no wider than a line */
    public record Bar(double from, double to, Ink ink, String text) {}

    /**
     * One line of the picture.
     *
     * @param depth how deep it is inside of others
     * @param below how many rows after this one are inside of it
     * @param note at the right
     */
    public record Row(String name, int depth, int below, List<Bar> bars, String note) {}

    /** Rows below a title of their own. */
    public record Panel(String title, List<Row> rows) {}

    /**
     * Draws.
     *
     * @param title what a screen reader says
     * @param legend what a colour means
     */
    public String of(String title, List<Panel> panels, Map<Ink, String> legend) {
        List<JFreeChart> charts = new ArrayList<>();
        List<Integer> heights = new ArrayList<>();
        int height = 0;
        for (int i = 0; i < panels.size(); i++) {
            charts.add(chart(panels.get(i), i == 0 ? legend : Map.of()));
            heights.add(panels.get(i).rows.size() * ROW + HEAD + AXIS + (i == 0 ? LEGEND : 0));
            height += heights.get(i);
        }
        int all = height;
        return SvgPicture.of(title, WIDTH, all, graphics -> {
            graphics.setPaint(Ink.BACKGROUND.color());
            graphics.fill(new Rectangle2D.Double(0, 0, WIDTH, all));
            int y = 0;
            for (int i = 0; i < charts.size(); i++) {
                charts.get(i).draw(graphics, new Rectangle2D.Double(0, y, WIDTH, heights.get(i)));
                y += heights.get(i);
            }
        });
    }

    private JFreeChart chart(Panel panel, Map<Ink, String> legend) {
        XYPlot plot = new XYPlot();
        ChartStyle.dress(plot);
        plot.setInsets(new RectangleInsets(0, 8, 0, 8));
        plot.setRangeGridlinesVisible(false);
        plot.setDomainGridlinesVisible(grid);
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        NumberAxis time = ChartStyle.numbers(unit, 0, end);
        plot.setDomainAxis(time);
        plot.setRangeAxis(0, RowAxis.left(panel.rows, names));
        plot.setRangeAxis(1, RowAxis.right(panel.rows, notes));
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setUseYInterval(true);
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(false);
        renderer.setBarPainter(new StandardXYBarPainter());
        // What has something inside of it is behind that, as a pale area.
        for (int row = 0; row < panel.rows.size(); row++) {
            Row whole = panel.rows.get(row);
            if (whole.below > 0) {
                Ink behind = whole.depth == 0 ? Ink.BLUE_PALE : Ink.BLUE_MIDDLE;
                for (Bar bar : whole.bars) {
                    add(new Bar(bar.from, bar.to, behind, ""), row, whole.below, data, renderer);
                }
            }
        }
        for (int row = 0; row < panel.rows.size(); row++) {
            for (Bar bar : panel.rows.get(row).bars) {
                add(bar, row, 0, data, renderer);
                if (!bar.text.isEmpty()) {
                    plot.addAnnotation(text(bar, row));
                }
            }
        }
        plot.setDataset(data);
        plot.setRenderer(renderer);
        LegendItemCollection entries = new LegendItemCollection();
        legend.forEach((ink, text) -> entries.add(ChartStyle.areaEntry(text, ink)));
        plot.setFixedLegendItems(entries);
        return ChartStyle.chart(panel.title, plot, !legend.isEmpty());
    }

    private void add(Bar bar, int row, int below, XYIntervalSeriesCollection data, XYBarRenderer renderer) {
        double least = end * LEAST / (WIDTH - names - notes);
        double to = Math.max(bar.to, bar.from + least);
        double top = below > 0 ? row - 0.45 : row - 0.32;
        double bottom = below > 0 ? row + below + 0.45 : row + 0.32;
        // A series of its own: they are painted in this order.
        int number = data.getSeriesCount();
        XYIntervalSeries series = new XYIntervalSeries(number + " " + bar.ink);
        series.add(bar.from, bar.from, to, row, top, bottom);
        data.addSeries(series);
        renderer.setSeriesPaint(number, bar.ink.color());
    }

    private XYTextAnnotation text(Bar bar, int row) {
        boolean narrow = bar.to - bar.from < end * 0.01;
        boolean before = narrow && bar.from > end / 2;
        double gap = end * 0.008;
        double at = !narrow ? (bar.from + bar.to) / 2 : before ? bar.from - gap : bar.to + gap;
        XYTextAnnotation text = new XYTextAnnotation(bar.text, at, row);
        text.setFont(ChartStyle.font(Font.PLAIN, 12));
        text.setPaint(Ink.TEXT.color());
        text.setTextAnchor(!narrow ? TextAnchor.CENTER : before ? TextAnchor.CENTER_RIGHT : TextAnchor.CENTER_LEFT);
        return text;
    }
}
