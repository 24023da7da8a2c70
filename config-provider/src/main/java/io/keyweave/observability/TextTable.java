package io.keyweave.observability;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as their widest cell, for a terminal. Not thread-safe. */
public final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;

    /** @param head the names of the columns */
    public TextTable(List<String> head) {
        this.widths = new int[head.size()];
        add(head);
    }

    /** @param row as many cells as there are columns */
    public void add(List<String> row) {
        rows.add(row);
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], row.get(column).length());
        }
    }

    /** One line a row, without blanks at its end. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            out.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return out.toString();
    }
}
