package io.keyweave.thirdparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeContentsTest {

    @TempDir
    private Path directory;

    private Path libraries;

    @BeforeEach
    void libraries() throws IOException {
        libraries = Files.createDirectory(directory.resolve("library"));
        library(
                "one",
                "com.example",
                "<licenses><license><name>The MIT License (MIT)</name></license></licenses>"
                        + "<organization><name>Example Ltd</name></organization>",
                "NOTICE",
                "made by one");
        library(
                "two",
                "org.example",
                "<parent><groupId>org.example</groupId><artifactId>above</artifactId><version>7</version></parent>",
                "two.class",
                "");
        Files.writeString(
                libraries.resolve("above-7.pom"),
                "<project><artifactId>above</artifactId>"
                        + "<licenses><license><name>Apache License, Version 2.0</name></license></licenses></project>");
        library("ours", "io.keyweave", "", "io/keyweave/A.class", "");
    }

    private void library(String name, String group, String pom, String entry, String content) throws IOException {
        try (OutputStream out = Files.newOutputStream(libraries.resolve(name + "-1.jar"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(
                libraries.resolve(name + "-1.pom"),
                "<project xmlns='http://maven.apache.org/POM/4.0.0'><groupId>" + group + "</groupId><artifactId>" + name
                        + "</artifactId><version>1</version>" + pom + "</project>");
    }

    private String described(String file, String libraryDirectory) throws IOException {
        Path out = directory.resolve("out");
        DescribeContents.main(new String[] {"product", "3", "2026-11-21T00:00:00Z", libraryDirectory, out.toString()});
        return Files.readString(out.resolve("META-INF").resolve(file));
    }

    @Test
    void namesEveryLibraryWithHolderLicenceAndNotices() throws IOException {
        String text = described("THIRD-PARTY.txt", libraries.toString());
        assertTrue(
                text.contains(
                        "com.example:one:1\nCopyright (c) Example Ltd\nLicence: MIT\n\n-- NOTICE\n\nmade by one\n"),
                text);
        assertTrue(text.contains("org.example:two:1\nLicence: Apache-2.0\n"), text);
        assertTrue(text.contains("\nLicence MIT\n\nCopyright (c) the holders"), text);
        assertTrue(text.contains("\nLicence Apache-2.0\n\nApache License"), text);
        assertFalse(text.contains("io.keyweave"), text);
        assertEquals("product packs no libraries of others.\n", described("THIRD-PARTY.txt", "-"));
    }

    /** azure-json has classes of Jackson under a name of its own, and no notice of it. */
    @Test
    void namesWhatALibraryHoldsOfOthers() throws IOException {
        library(
                "azure-json",
                "com.azure",
                "<licenses><license><name>The MIT License (MIT)</name></license></licenses>",
                "com/azure/json/implementation/jackson/core/JsonParser.class",
                "");
        String text = described("THIRD-PARTY.txt", libraries.toString());
        assertTrue(
                text.contains(
                        "com.azure:azure-json:1\nLicence: MIT\nIt holds jackson-core as"
                                + " com.azure.json.implementation.jackson.core. Copyright (c) FasterXML, LLC. Licence: Apache-2.0\n"),
                text);
        assertEquals(1, text.split("It holds", -1).length - 1, text);
    }

    @Test
    void keepsTheProjectsOwnLicence() throws IOException {
        assertTrue(described("LICENSE", "-").contains("Apache License\n"));
    }

    @Test
    void listsTheSameLibrariesInTheSameBytes() throws IOException {
        String bill = described("sbom/bom.cdx.json", libraries.toString());
        assertTrue(bill.contains("pkg:maven/com.example/one@1?type=jar"), bill);
        assertTrue(bill.contains("\"SHA-256\""), bill);
        assertTrue(bill.contains("2026-11-21T00:00:00Z"), bill);
        assertFalse(bill.contains("pkg:maven/io.keyweave/ours"), bill);
        assertEquals(bill, described("sbom/bom.cdx.json", libraries.toString()));
    }

    @Test
    void stopsAtALicenceThatNobodyHasRead() throws IOException {
        library("three", "com.example", "<licenses><license><name>GPL-3.0-only</name></license></licenses>", "x", "");
        IOException failure = assertThrows(IOException.class, () -> described("THIRD-PARTY.txt", libraries.toString()));
        assertTrue(failure.getMessage().contains("GPL-3.0"), failure::getMessage);
        library("three", "com.example", "<licenses><license><name>Ask me</name></license></licenses>", "x", "");
        assertThrows(IOException.class, () -> described("THIRD-PARTY.txt", libraries.toString()));
        library("three", "com.example", "", "x", "");
        assertThrows(IOException.class, () -> described("THIRD-PARTY.txt", libraries.toString()));
    }
}
