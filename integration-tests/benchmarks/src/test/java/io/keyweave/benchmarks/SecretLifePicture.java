package io.keyweave.benchmarks;

import io.keyweave.charts.Ink;
import io.keyweave.charts.SpanChart;
import io.keyweave.charts.SpanChart.Bar;
import io.keyweave.charts.SpanChart.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code docs/images/secret-life.svg}: an hour of one secret with a ttl of five minutes, by the rules of docs/rotation.md. */
final class SecretLifePicture {

    private static final double END = 60;
    /** A ttl and a part of the tenth by which it varies. */
    private static final double REFRESH = 5.25;

    private static final double ROTATED = 13;
    private static final double OUTAGE = 22;
    private static final double OVER = 34;
    private static final double DISABLED = 41;
    private static final double ENABLED = 46;

    private SecretLifePicture() {}

    static void draw() throws IOException {
        List<Bar> requests = new ArrayList<>();
        double seen = request(requests, 0, ROTATED);
        double failing = request(requests, seen, OUTAGE);
        double again = failing;
        for (double wait = 1 / 60.0; again < OVER; wait = Math.min(1, wait * 2)) {
            requests.add(new Bar(again, again, Ink.RED, ""));
            again += wait;
        }
        double revoked = request(requests, again, DISABLED);
        double restored = request(requests, revoked, ENABLED);
        request(requests, restored, END);

        List<Row> rows = new ArrayList<>();
        rows.add(row(
                "the vault holds",
                new Bar(0, ROTATED, Ink.BLUE_PALE, "6fa0"),
                new Bar(ROTATED, OUTAGE, Ink.GREEN_PALE, "91bc"),
                new Bar(OUTAGE, OVER, Ink.AMBER_PALE, "91bc, not reachable"),
                new Bar(OVER, DISABLED, Ink.GREEN_PALE, "91bc"),
                new Bar(DISABLED, ENABLED, Ink.RED_PALE, "disabled"),
                new Bar(ENABLED, END, Ink.GREEN_PALE, "91bc, enabled")));
        rows.add(new Row("requests", 0, 0, requests, ""));
        rows.add(row(
                "readers see",
                new Bar(0, seen, Ink.BLUE_PALE, "6fa0"),
                new Bar(seen, failing, Ink.GREEN_PALE, "91bc"),
                new Bar(failing, again, Ink.AMBER_PALE, "91bc, stale"),
                new Bar(again, revoked, Ink.GREEN_PALE, "91bc"),
                new Bar(revoked, restored, Ink.RED_PALE, "absent"),
                new Bar(restored, END, Ink.GREEN_PALE, "91bc")));
        rows.add(row(
                "events",
                new Bar(0, 0, Ink.GREY, "start: fetched before main; from then on each ttl, up to 10 % later")));
        rows.add(
                row("", new Bar(seen, seen, Ink.GREY, "KW-4001 rotated 6fa0 -> 91bc: at most ttl + 10 % + 5 s later")));
        rows.add(row(
                "", new Bar(failing, failing, Ink.GREY, "KW-4101 cannot refresh: next try in 1 s, doubling to 60 s")));
        rows.add(row("", new Bar(again, again, Ink.GREY, "KW-4103 the vault answers again")));
        rows.add(row("", new Bar(revoked, revoked, Ink.GREY, "KW-4002 revoked: at once when disabled")));
        rows.add(row("", new Bar(restored, restored, Ink.GREY, "KW-4003 restored: once it is enabled again")));

        Map<Ink, String> legend = new LinkedHashMap<>();
        legend.put(Ink.BLUE_PALE, "version 6fa0");
        legend.put(Ink.GREEN_PALE, "version 91bc");
        legend.put(Ink.AMBER_PALE, "outage");
        legend.put(Ink.RED_PALE, "revoked");
        legend.put(Ink.BLUE, "request, answered");
        legend.put(Ink.RED, "request, no answer");
        Figures.picture(
                "secret-life",
                new SpanChart("minutes", END, 120, 20, false)
                        .of(
                                "One secret's life",
                                List.of(new SpanChart.Panel("One secret, ttl 5 minutes, max-stale 24 hours", rows)),
                                legend));
    }

    /** Adds requests at the ttl, from one on until that time; returns when the first one after it is due. */
    private static double request(List<Bar> requests, double from, double until) {
        double at = from;
        do {
            requests.add(new Bar(at, at, Ink.BLUE, ""));
            at += REFRESH;
        } while (at < until);
        return at;
    }

    private static Row row(String name, Bar... bars) {
        return new Row(name, 0, 0, List.of(bars), "");
    }
}
