package io.keyweave.agent.patch.json;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.SourceExchange;

/** The constructors in which all ways of reading a stream or reader end. A text or bytes that the application has read by itself have no origin. */
public final class JsonPatches {

    private static final String PURPOSE = "placeholders in JSON files";
    private static final String STREAM = "(Ljava/io/InputStream;";
    private static final String READER = "(Ljava/io/Reader;";

    private JsonPatches() {}

    public static PatchList gson() {
        SourceExchange source = source("Gson", "com.google.gson.");
        return list("Gson")
                .addFirst(
                        "com.google.gson.stream.JsonReader",
                        name -> ReaderPatch.of(name, source.inConstructor(READER + ")V", 0)));
    }

    /** A stream becomes a reader in it. */
    public static PatchList orgJson() {
        SourceExchange source = source("org.json", "org.json.");
        return list("org.json")
                .addFirst(
                        "org.json.JSONTokener",
                        name -> ReaderPatch.of(
                                name,
                                source.inConstructor(READER + ")V", 0),
                                source.inConstructor(READER + "Lorg/json/JSONParserConfiguration;)V", 0)));
    }

    /** Parsson, the implementation of JSON-P that JSON-B's Yasson reads with, too. */
    public static PatchList jsonP() {
        SourceExchange source = source("JSON-P", "org.eclipse.parsson.", "org.eclipse.yasson.", "jakarta.json.");
        String context = "Lorg/eclipse/parsson/JsonContext;)V";
        return list("JSON-P")
                .addFirst(
                        "org.eclipse.parsson.JsonParserImpl",
                        name -> ReaderPatch.of(
                                name,
                                source.inConstructor(READER + context, 0),
                                source.inConstructor(STREAM + context, 0),
                                source.inConstructor(STREAM + "Ljava/nio/charset/Charset;" + context, 0)));
    }

    public static PatchList fastjson() {
        SourceExchange source = source("fastjson2", "com.alibaba.fastjson2.");
        String context = "(Lcom/alibaba/fastjson2/JSONReader$Context;";
        return list("fastjson2")
                .addFirst(
                        "com.alibaba.fastjson2.JSONReaderUTF8",
                        name -> ReaderPatch.of(name, source.inConstructor(context + "Ljava/io/InputStream;)V", 1)))
                .addFirst(
                        "com.alibaba.fastjson2.JSONReaderUTF16",
                        name -> ReaderPatch.of(
                                name,
                                source.inConstructor(context + "Ljava/io/InputStream;)V", 1),
                                source.inConstructor(context + "Ljava/io/Reader;)V", 1)));
    }

    private static PatchList list(String library) {
        return new PatchList(library, PURPOSE).reads(false, "*.json");
    }

    private static SourceExchange source(String library, String... packages) {
        return new SourceExchange(DocumentFormat.JSON, ParserLibrary.of(library, packages));
    }
}
