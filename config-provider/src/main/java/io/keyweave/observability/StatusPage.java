package io.keyweave.observability;

import io.keyweave.SecretStatus;
import io.keyweave.observability.StatusHistory.Change;
import io.keyweave.observability.StatusHistory.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a JVM's secrets as one HTML file for an incident's ticket: no script, nothing from elsewhere, readable in light and dark. Versions and
 * names, never a value.
 */
public final class StatusPage {

    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Keyweave: secrets of a JVM</title>
            <style>
            :root { color-scheme: light dark; --back: #fff; --text: #1f2937; --line: #d1d5db; --soft: #f3f4f6;
              --good: #15803d; --warn: #b45309; --bad: #b91c1c; --one: #2563eb; }
            @media (prefers-color-scheme: dark) { :root { --back: #111827; --text: #e5e7eb; --line: #374151; --soft: #1f2937;
              --good: #4ade80; --warn: #fbbf24; --bad: #f87171; --one: #60a5fa; } }
            body { background: var(--back); color: var(--text); font: 14px/1.5 sans-serif; margin: 1.5rem auto; max-width: 75rem;
              padding: 0 1rem; overflow-wrap: anywhere; }
            h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
            th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            td:not(:last-child), th { white-space: nowrap; } td.number, th.number { text-align: right; }
            .UP, .PRESENT { color: var(--good); } .STALE { color: var(--warn); }
            .OUT_OF_SERVICE, .UNAVAILABLE, .ABSENT { color: var(--bad); }
            pre { background: var(--soft); padding: .75rem; overflow-x: auto; }
            pre.text { white-space: pre-wrap; overflow-wrap: anywhere; }
            svg { width: 100%; height: auto; max-width: 60rem; } svg text { fill: var(--text); font-size: 11px; }
            svg .axis { stroke: var(--line); fill: none; } svg .curve { stroke: var(--one); fill: none; stroke-width: 1.5; }
            </style></head><body>
            """;

    private final StringBuilder out = new StringBuilder(HEAD);

    private StatusPage() {}

    /**
     * The page.
     *
     * @param settings what was set and where, without the values of secrets
     * @param start the phases of the start, or null where they were not recorded
     * @param patches the table of patches
     */
    public static String of(
            StatusSnapshot snapshot,
            StatusHistory history,
            Map<String, String> settings,
            @Nullable String start,
            String patches) {
        StatusPage page = new StatusPage();
        StatusSnapshot.Taken taken = snapshot.taken();
        Instant now = snapshot.time().now().truncatedTo(ChronoUnit.SECONDS);
        String health = taken.totals().health().name();
        page.out.append("<h1>Secrets of a JVM: <span class=\"").append(health).append("\">");
        page.out
                .append(health.toLowerCase(Locale.ROOT).replace('_', ' '))
                .append("</span></h1><p>")
                .append(now);
        page.out.append(", process ").append(ProcessHandle.current().pid()).append(", ");
        page.text(taken.totals().secrets() + " secrets, " + taken.totals().stale() + " stale, "
                + taken.totals().absent() + " absent; " + taken.requests() + " requests");
        taken.outcomes().forEach((outcome, count) -> page.text(", " + count + " " + outcome));
        page.out.append("</p>");
        page.secrets(taken);
        page.versions(taken, snapshot.uses());
        page.changes(history.changes());
        List<Sample> samples = history.samples();
        page.curve("Requests to vaults a minute", samples, Sample::requests);
        page.curve("Failed requests a minute", samples, Sample::failures);
        page.curve("Accepted logins a minute", samples, Sample::logins);
        page.curve("Refused logins a minute", samples, Sample::refused);
        page.start(start);
        page.settings(settings);
        page.out.append("<h2>Patches</h2><pre>");
        page.text(patches.strip());
        return page.out.append("</pre></body></html>\n").toString();
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }

    /** @param head the names of the columns; one that begins with a blank has numbers */
    private void table(String title, String[] head, List<String[]> rows) {
        out.append("<h2>").append(title).append("</h2><div class=\"scroll\"><table><tr>");
        for (String cell : head) {
            out.append(cell.startsWith(" ") ? "<th class=\"number\">" : "<th>");
            text(cell.strip());
            out.append("</th>");
        }
        out.append("</tr>\n");
        for (String[] row : rows) {
            out.append("<tr>");
            for (int i = 0; i < row.length; i++) {
                boolean state = head[i].equals("State");
                out.append(head[i].startsWith(" ") ? "<td class=\"number\">" : "<td>");
                out.append(state ? "<span class=\"" + row[i] + "\">" : "");
                text(state ? row[i].toLowerCase(Locale.ROOT) : row[i]);
                out.append(state ? "</span></td>" : "</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</table></div>\n");
    }

    private void secrets(StatusSnapshot.Taken taken) {
        List<String[]> rows = new ArrayList<>();
        StringBuilder failures = new StringBuilder();
        for (SecretStatus status : StatusTable.worstFirst(taken.all())) {
            Instant expires = status.expires();
            rows.add(new String[] {
                status.ref().toString(),
                status.state().name(),
                brief(status.version()),
                StatusTable.span(status.age()),
                status.ref().pinned() ? "pinned" : StatusTable.span(status.ttl()),
                StatusTable.outcome(status),
                StatusTable.span(status.nextRefresh()),
                StatusTable.span(status.left()),
                expires == null ? "-" : expires.toString(),
                Long.toString(status.fetches()),
                Long.toString(status.failures()),
                Long.toString(status.rotations()),
                Long.toString(status.reads()),
                String.join(", ", status.origins())
            });
            if (status.failure() != null) {
                failures.append(status.ref())
                        .append(": ")
                        .append(status.failure().cause())
                        .append('\n');
                failures.append("    ").append(status.failure().remedy()).append('\n');
                String details = status.failure().details();
                failures.append(details.isEmpty() ? "" : "    " + details + '\n');
            }
        }
        String[] head = {
            "Secret",
            "State",
            "Version",
            "Age",
            "ttl",
            "Last",
            "Next",
            "Served for",
            "Expires",
            " GETs",
            " Failed",
            " Rotations",
            " Reads",
            "Read by"
        };
        table("Secrets", head, rows);
        if (!failures.isEmpty()) {
            out.append("<h2>Last failures</h2><pre class=\"text\">");
            text(failures.toString().strip());
            out.append("</pre>\n");
        }
    }

    private void versions(StatusSnapshot.Taken taken, VersionUses uses) {
        List<String[]> rows = new ArrayList<>();
        for (VersionStatus one : taken.versions().values()) {
            rows.add(new String[] {
                one.vault() + "/" + one.secret(),
                one.version(),
                one.served() ? "yes" : "no",
                StatusTable.ago(one.fetched()),
                Long.toString(one.logins()),
                StatusTable.ago(one.login()),
                Integer.toString(one.copies())
            });
        }
        table(
                "Versions and who uses them",
                new String[] {"Secret", "Version", "Served", "Fetched", " Logins", "Last login", " Old copies"},
                rows);
        out.append("<p>").append(uses.formerLogins()).append(" logins with a former version, ");
        out.append(uses.refusedLogins()).append(" refused.</p>\n");
    }

    private void changes(List<Change> changes) {
        List<String[]> rows = new ArrayList<>();
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            rows.add(new String[] {
                change.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                change.secret(),
                change.kind().toLowerCase(Locale.ROOT),
                brief(change.before()),
                brief(change.after())
            });
        }
        if (!rows.isEmpty()) {
            table("Changes, the newest first", new String[] {"Time", "Secret", "What", "Before", "After"}, rows);
        }
    }

    private interface Counter {
        long of(Sample sample);
    }

    /** What a counter grew by between two samples, by the minute; one line of text on each side of the area, none in it. */
    private void curve(String title, List<Sample> samples, Counter counter) {
        if (samples.size() < 2) {
            return;
        }
        long begin = samples.get(0).at().toEpochMilli();
        double whole = Math.max(1, samples.get(samples.size() - 1).at().toEpochMilli() - begin);
        double most = 0;
        List<double[]> points = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            long at = samples.get(i).at().toEpochMilli();
            double minutes = Math.max(1, at - samples.get(i - 1).at().toEpochMilli()) / 60_000.0;
            double grown = (counter.of(samples.get(i)) - counter.of(samples.get(i - 1))) / minutes;
            points.add(new double[] {(at - begin) / whole, grown});
            most = Math.max(most, grown);
        }
        if (most == 0) {
            out.append("<h2>").append(title).append("</h2><p>None.</p>\n");
            return;
        }
        double top = round(Math.max(1, most));
        out.append("<h2>")
                .append(title)
                .append("</h2><svg viewBox=\"0 0 800 150\" role=\"img\"><path class=\"axis\" d=\"M60 15V120H790\"/>");
        out.append(String.format(Locale.ROOT, "<text x=\"52\" y=\"19\" text-anchor=\"end\">%.0f</text>", top));
        out.append("<text x=\"52\" y=\"124\" text-anchor=\"end\">0</text><text x=\"60\" y=\"140\">");
        out.append(Instant.ofEpochMilli(begin).truncatedTo(ChronoUnit.SECONDS))
                .append("</text><text x=\"790\" y=\"140\" text-anchor=\"end\">");
        out.append(Instant.ofEpochMilli(begin + (long) whole).truncatedTo(ChronoUnit.SECONDS));
        out.append("</text><path class=\"curve\" d=\"");
        // One step for each minute: what is between two samples is not known.
        out.append("M60 120");
        for (double[] point : points) {
            out.append(String.format(Locale.ROOT, "V%.1fH%.1f", 120 - point[1] / top * 105, 60 + point[0] * 730));
        }
        out.append("\"/></svg>\n");
    }

    /** The next of 1, 2, 5, 10, 20 and so on. */
    private static double round(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        for (int factor : new int[] {1, 2, 5}) {
            if (most <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private void start(@Nullable String start) {
        if (start == null) {
            out.append("<h2>Start</h2><p>There was no placeholder at the start: its phases are recorded with"
                    + " <code>log=debug</code> only.</p>\n");
            return;
        }
        List<String[]> rows = new ArrayList<>();
        for (String phase : start.split(", ", -1)) {
            String[] words = phase.split(" ", -1);
            if (words.length >= 3) {
                int last = words.length - 1;
                rows.add(new String[] {
                    String.join(" ", List.of(words).subList(0, last - 1)), words[last - 1], words[last]
                });
            }
        }
        table("Start", new String[] {"Phase", " Began (ms)", " Took (ms)"}, rows);
    }

    private void settings(Map<String, String> settings) {
        List<String[]> rows = new ArrayList<>();
        settings.forEach((name, value) -> rows.add(new String[] {name, value}));
        table("Settings", new String[] {"Setting", "Value and where it was set"}, rows);
    }

    private static String brief(@Nullable String version) {
        return version == null ? "-" : VersionStatus.brief(version);
    }
}
