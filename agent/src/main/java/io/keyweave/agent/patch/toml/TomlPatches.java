package io.keyweave.agent.patch.toml;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.SourceExchange;

/** Where each library begins to read, also of a file that it opens by itself. */
public final class TomlPatches {

    private static final String PURPOSE = "placeholders in TOML files";

    private TomlPatches() {}

    /** It makes a tab of a backslash before a t, however that is written. So secrets take their place in what it has parsed. */
    public static PatchList toml4j() {
        return list("toml4j")
                .addFirst(
                        "com.moandjiezana.toml.Toml",
                        name -> ReaderPatch.of(
                                name,
                                new Hook(
                                        "read",
                                        "(Ljava/io/Reader;)Lcom/moandjiezana/toml/Toml;",
                                        new Toml4jRead(ParserLibrary.of("toml4j", "com.moandjiezana.toml.")))));
    }

    public static PatchList tomlj() {
        SourceExchange source = source("tomlj", "org.tomlj.");
        return list("tomlj")
                .addFirst(
                        "org.tomlj.Toml",
                        name -> ReaderPatch.of(
                                name,
                                source.inMethod(
                                        "parse",
                                        "(Ljava/io/Reader;Lorg/tomlj/TomlVersion;)Lorg/tomlj/TomlParseResult;"),
                                // Older versions make no reader of it.
                                source.inMethod(
                                        "parse",
                                        "(Ljava/io/InputStream;Lorg/tomlj/TomlVersion;)Lorg/tomlj/TomlParseResult;")));
    }

    /** Its JSON goes the same way. */
    public static PatchList nightConfig() {
        SourceExchange source = source("Night Config", "com.electronwill.nightconfig.");
        return new PatchList("Night Config", "placeholders in TOML and JSON files")
                .reads(false, "*.toml", "*.json")
                .addFirst(
                        "com.electronwill.nightconfig.core.io.ReaderInput",
                        name -> ReaderPatch.of(name, source.inConstructor("(Ljava/io/Reader;)V", 0)));
    }

    private static PatchList list(String library) {
        return new PatchList(library, PURPOSE).reads(false, "*.toml");
    }

    private static SourceExchange source(String library, String... packages) {
        return new SourceExchange(DocumentFormat.TOML, ParserLibrary.of(library, packages));
    }
}
