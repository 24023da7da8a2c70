package io.keyweave.charts;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Requests over time, as steps, and the limit: what {@code simulate --svg} writes. */
public final class RateChart {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 400;
    private static final List<Ink> INKS = List.of(Ink.BLUE, Ink.TEAL, Ink.VIOLET);

    private RateChart() {}

    /**
     * Draws. The agent calls this by reflection: types of the JDK only.
     *
     * @param seconds of one window
     * @param curves requests in each window, by the name of the curve, in order
     * @param limit requests in one window that are answered
     * @return the text of an SVG file
     */
    public static String of(String title, int seconds, Map<String, List<Integer>> curves, int limit) {
        XYPlot plot = new XYPlot();
        ChartStyle.dress(plot);
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        LegendItemCollection legend = new LegendItemCollection();
        int windows = 1;
        int peak = limit;
        for (Map.Entry<String, List<Integer>> curve : curves.entrySet()) {
            Ink ink = INKS.get(data.getSeriesCount() % INKS.size());
            renderer.setSeriesPaint(data.getSeriesCount(), ink.color());
            renderer.setSeriesStroke(data.getSeriesCount(), ChartStyle.LINE);
            legend.add(ChartStyle.lineEntry(curve.getKey(), ink, ChartStyle.LINE));
            data.addSeries(steps(curve.getKey(), seconds, curve.getValue()));
            windows = Math.max(windows, curve.getValue().size());
            for (int count : curve.getValue()) {
                peak = Math.max(peak, count);
            }
        }
        double minutes = windows * seconds / 60.0;
        XYSeries most = new XYSeries("limit");
        most.add(0, limit);
        most.add(minutes, limit);
        renderer.setSeriesPaint(data.getSeriesCount(), Ink.RED.color());
        renderer.setSeriesStroke(data.getSeriesCount(), ChartStyle.DASHES);
        legend.add(ChartStyle.lineEntry(String.format(Locale.ROOT, "limit, %,d", limit), Ink.RED, ChartStyle.DASHES));
        data.addSeries(most);
        double step = ChartStyle.step(peak);
        plot.setDomainAxis(ChartStyle.numbers("minutes", 0, minutes));
        plot.setRangeAxis(
                ChartStyle.numbers("requests per " + seconds + " s", 0, Math.ceil(peak * 1.02 / step) * step));
        plot.setDataset(data);
        plot.setRenderer(renderer);
        plot.setFixedLegendItems(legend);
        JFreeChart chart = ChartStyle.chart(title, plot, true);
        chart.setBackgroundPaint(Ink.BACKGROUND.color());
        return SvgPicture.of(
                title + ": requests per " + seconds + " s over time",
                WIDTH,
                HEIGHT,
                graphics -> chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT)));
    }

    private static XYSeries steps(String name, int seconds, List<Integer> windows) {
        XYSeries series = new XYSeries(name, false);
        series.add(0, 0);
        for (int i = 0; i < windows.size(); i++) {
            series.add(i * seconds / 60.0, windows.get(i));
            series.add((i + 1) * seconds / 60.0, windows.get(i));
        }
        return series;
    }
}
