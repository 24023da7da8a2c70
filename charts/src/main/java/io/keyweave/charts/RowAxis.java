package io.keyweave.charts;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** Rows from top to bottom, each with a text that begins where all of them begin, or set in. */
final class RowAxis extends NumberAxis {

    private static final long serialVersionUID = 1;
    private static final int INDENT = 3;

    private final transient List<String> texts;

    private RowAxis(List<SpanChart.Row> rows, Function<SpanChart.Row, String> text, int width) {
        super(null);
        texts = rows.stream().map(text).toList();
        ChartStyle.dress(this);
        setInverted(true);
        setRange(-0.5, rows.size() - 0.5);
        setFixedDimension(width);
        setTickMarksVisible(false);
        setAxisLineVisible(false);
    }

    static RowAxis left(List<SpanChart.Row> rows, int width) {
        RowAxis axis = new RowAxis(rows, row -> "\u00a0".repeat(row.depth() * INDENT) + row.name(), width);
        axis.setTickLabelInsets(new RectangleInsets(0, width - 2, 0, 0));
        return axis;
    }

    static RowAxis right(List<SpanChart.Row> rows, int width) {
        RowAxis axis = new RowAxis(rows, SpanChart.Row::note, width);
        axis.setTickLabelInsets(new RectangleInsets(0, 8, 0, 8));
        return axis;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public List refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
        List<NumberTick> ticks = new ArrayList<>();
        for (int row = 0; row < texts.size(); row++) {
            ticks.add(new NumberTick(row, texts.get(row), TextAnchor.CENTER_LEFT, TextAnchor.CENTER_LEFT, 0));
        }
        return ticks;
    }
}
