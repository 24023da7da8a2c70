package io.keyweave.benchmarks;

import io.keyweave.Failure;
import io.keyweave.charts.Ink;
import io.keyweave.charts.SpanChart;
import io.keyweave.charts.SpanChart.Bar;
import io.keyweave.charts.SpanChart.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code docs/images/secret-life.svg}: an hour of one secret with a ttl of five minutes, as the store has spent it on a virtual clock. What the vault does is
 * the picture's; requests, values and events are recorded.
 */
final class SecretLifePicture {

    private static final double END = 60;
    private static final double ROTATED = 13;
    private static final double OUTAGE = 22;
    private static final double OVER = 34;
    private static final double DISABLED = 41;
    private static final double ENABLED = 46;
    private static final String FIRST = "6fa0";
    private static final String SECOND = "91bc";

    private SecretLifePicture() {}

    private static SecretLife recorded() {
        SecretLife life = new SecretLife();
        life.vaultHolds(FIRST);
        life.start();
        life.until(ROTATED);
        life.vaultHolds(SECOND);
        life.until(OUTAGE);
        life.vaultFails(Failure.Kind.UNREACHABLE);
        life.until(OVER);
        life.vaultHolds(SECOND);
        life.until(DISABLED);
        life.vaultFails(Failure.Kind.DISABLED);
        life.until(ENABLED);
        life.vaultHolds(SECOND);
        life.until(END);
        return life;
    }

    static void draw() throws IOException {
        SecretLife life = recorded();
        List<Bar> requests = new ArrayList<>();
        life.answered().forEach((at, answered) -> requests.add(new Bar(at, at, answered ? Ink.BLUE : Ink.RED, "")));
        double seen = life.firstRead(SECOND, 0);
        double failing = life.event("KW-4101");
        double again = life.event("KW-4103");
        double revoked = life.firstRead("", DISABLED);
        double restored = life.firstRead(SECOND, revoked);

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
        rows.add(event(life, "KW-4001", "rotated 6fa0 -> 91bc: at most ttl + 10 % + 5 s later"));
        rows.add(event(life, "KW-4101", "cannot refresh: next try in 1 s, doubling to 60 s"));
        rows.add(event(life, "KW-4103", "the vault answers again"));
        rows.add(event(life, "KW-4002", "revoked: with the first request after it was disabled"));
        rows.add(event(life, "KW-4003", "restored: with the first request after it was enabled"));

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

    private static Row event(SecretLife life, String code, String text) {
        double at = life.event(code);
        return row("", new Bar(at, at, Ink.GREY, code + " " + text));
    }

    private static Row row(String name, Bar... bars) {
        return new Row(name, 0, 0, List.of(bars), "");
    }
}
