package io.keyweave.agent.cli;

import io.keyweave.Failure;
import io.keyweave.KeyweaveVersion;
import io.keyweave.observability.TextTable;
import io.keyweave.text.JsonText;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code check} found, as a table for people or as JSON for pipelines. */
record CheckAnswer(List<CheckedSecret> secrets, int exitCode, String problems, String limits, Instant now) {

    private static final int MOST_ROWS = 60;

    private static final List<String> HEAD = List.of(
            "placeholder", "origin", "version", "state", "read by", "trusted", "rotates", "expires in", "what to do");

    /**
     * A table with the long texts below it, each once.
     *
     * @param all whether to list everything, however much it is
     */
    String table(boolean all) {
        if (secrets.isEmpty()) {
            return "No placeholder found.\n" + limits;
        }
        TextTable table = new TextTable(HEAD);
        int rows = all ? secrets.size() : Math.min(secrets.size(), MOST_ROWS);
        for (CheckedSecret secret : secrets.subList(0, rows)) {
            table.add(List.of(
                    secret.placeholder(),
                    secret.origin(),
                    secret.version() == null ? "" : secret.version(),
                    secret.state(),
                    secret.resolution() == null ? "" : secret.resolution().readerNames(),
                    secret.resolution() == null ? "" : secret.resolution().trustedWord(),
                    secret.rotates(),
                    secret.expiresIn(now),
                    secret.fatal() ? "see below" : secret.remedy()));
        }
        String rest = rows == secrets.size() ? "" : "and " + (secrets.size() - rows) + " more; --all shows them\n";
        return table + rest + "\n" + limits + texts(all) + (problems.isEmpty() && !anyText() ? verdict() : problems);
    }

    private static boolean isText(CheckedSecret secret) {
        return secret.fatal() && secret.failure() == null;
    }

    private boolean anyText() {
        for (CheckedSecret secret : secrets) {
            if (isText(secret)) {
                return true;
            }
        }
        return false;
    }

    /** What the application would get as it is written, with what to do: one line for all placeholders of one place. */
    private String texts(boolean all) {
        Set<String> lines = new LinkedHashSet<>();
        for (CheckedSecret secret : secrets) {
            if (isText(secret)) {
                lines.add(secret.origin() + ": " + secret.state() + ". " + secret.remedy() + "\n");
            }
        }
        if (lines.isEmpty()) {
            return "";
        }
        int more = all ? 0 : Math.max(0, lines.size() - MOST_ROWS);
        StringBuilder text = new StringBuilder("The application would get these as they are written:\n");
        lines.stream().limit(lines.size() - more).forEach(text::append);
        return text + (more == 0 ? "" : "and " + more + " more; --all shows them\n") + "\n";
    }

    private String verdict() {
        for (CheckedSecret secret : secrets) {
            if (secret.resolution() != null && secret.resolution().trusted() == Resolution.Trusted.DEPENDS) {
                return "Every secret is there. Whether each placeholder is resolved depends on what the column \"what to do\" says.\n";
            }
        }
        return "Every placeholder can be resolved.\n";
    }

    String json() {
        StringBuilder out = new StringBuilder("{\"keyweave\":\"")
                .append(KeyweaveVersion.text())
                .append("\",\"exitCode\":")
                .append(exitCode)
                .append(",\"placeholders\":[");
        String separator = "\n";
        for (CheckedSecret secret : secrets) {
            out.append(separator).append("  {");
            member(out, "placeholder", secret.placeholder(), "");
            member(out, "origin", secret.origin(), ",");
            member(out, "version", secret.version(), ",");
            member(out, "state", secret.state(), ",");
            resolution(out, secret);
            out.append(",\"ok\":").append(!secret.fatal());
            member(
                    out,
                    "expires",
                    secret.expires() == null ? null : secret.expires().toString(),
                    ",");
            Failure failure = secret.failure();
            if (failure != null) {
                member(out, "kind", failure.kind().name(), ",");
                member(out, "cause", failure.cause(), ",");
                out.append(",\"status\":").append(failure.status());
                member(out, "code", failure.code(), ",");
                member(out, "identity", failure.identity(), ",");
                member(out, "requestId", failure.requestId(), ",");
            }
            member(out, "remedy", secret.remedy().isEmpty() ? null : secret.remedy(), ",");
            out.append('}');
            separator = ",\n";
        }
        return out.append(secrets.isEmpty() ? "]}\n" : "\n]}\n").toString();
    }

    private static void resolution(StringBuilder out, CheckedSecret secret) {
        Resolution resolution = secret.resolution();
        if (resolution == null) {
            return;
        }
        out.append(",\"readers\":[");
        String separator = "";
        for (TextReader reader : resolution.readers()) {
            out.append(separator).append('{');
            member(out, "name", reader.name(), "");
            out.append(",\"live\":").append(reader.live()).append('}');
            separator = ",";
        }
        out.append(']');
        member(out, "trusted", resolution.trustedWord(), ",");
        member(out, "rotates", secret.rotates(), ",");
    }

    private static void member(StringBuilder out, String name, @Nullable String value, String separator) {
        if (value != null) {
            out.append(separator).append('"').append(name).append("\":\"");
            out.append(JsonText.ascii(value)).append('"');
        }
    }
}
