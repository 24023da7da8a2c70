package io.keyweave.deploy;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A dashboard as Grafana's schema 39 has it, as far as ours uses it: names and types of {@code @grafana/schema}, of whose TypeScript the file is a valid
 * {@code Dashboard}, too.
 */
record GrafanaDashboard(
        String title,
        String uid,
        int schemaVersion,
        int version,
        boolean editable,
        List<String> tags,
        Time time,
        String refresh,
        Templating templating,
        Annotations annotations,
        List<Panel> panels) {

    record Time(String from, String to) {}

    record Annotations(List<JsonNode> list) {}

    record Templating(List<Variable> list) {}

    /** @param query a text, or an object with a {@code refId} */
    record Variable(
            String name,
            VariableType type,
            JsonNode query,
            String label,
            DataSource datasource,
            Boolean multi,
            Boolean includeAll,
            String allValue,
            Integer refresh) {}

    enum VariableType {
        datasource,
        query
    }

    record DataSource(DataSourceType type, String uid) {}

    enum DataSourceType {
        prometheus
    }

    record Panel(
            int id,
            PanelType type,
            String title,
            String description,
            DataSource datasource,
            GridPos gridPos,
            FieldConfig fieldConfig,
            Map<String, JsonNode> options,
            List<Query> targets,
            List<Transformation> transformations) {}

    enum PanelType {
        stat,
        table,
        timeseries
    }

    record GridPos(int h, int w, int x, int y) {}

    record FieldConfig(Defaults defaults, List<JsonNode> overrides) {}

    record Defaults(Thresholds thresholds, String unit) {}

    record Thresholds(Mode mode, List<Step> steps) {}

    enum Mode {
        absolute,
        percentage
    }

    /** @param value {@code null} for the lowest */
    record Step(String color, Double value) {}

    record Query(String expr, Format format, Boolean instant, String legendFormat, String refId) {}

    enum Format {
        table,
        time_series,
        heatmap
    }

    record Transformation(String id, Map<String, JsonNode> options) {}
}
