package io.keyweave.benchmarks;

import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a picture shows, kept beside the benchmarks: a picture can be drawn anew without measuring anew. */
final class Figures {

    private Figures() {}

    /** @param rows cells, the first row being the heads */
    static void write(String name, List<List<String>> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(String.join("\t", row));
        }
        Files.write(file(name), lines);
    }

    /** The rows without their heads. */
    static List<List<String>> read(String name) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file(name))) {
            rows.add(List.of(line.split("\t", -1)));
        }
        return rows.subList(1, rows.size());
    }

    static void picture(String name, String svg) throws IOException {
        Files.writeString(Project.home().resolve("docs/images").resolve(name + ".svg"), svg);
    }

    private static Path file(String name) {
        return Project.home().resolve("integration-tests/benchmarks/figures").resolve(name + ".tsv");
    }
}
