package io.keyweave.agent.patch.dotenv;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.trust.StreamOrigin;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code DotenvReader.read}, whose lines get markers, and {@code DotenvEntry}, where they are values. */
public final class DotenvPatches {

    private static final ParserLibrary DOTENV = ParserLibrary.of("dotenv-java", "io.github.cdimascio.dotenv.");

    private DotenvPatches() {}

    public static PatchList list() {
        return new PatchList("dotenv-java", "placeholders in .env files")
                .reads(false, ".env", ".env.*", "*.env")
                .addFirst("io.github.cdimascio.dotenv.internal.DotenvReader", DotenvPatches::find)
                .add("io.github.cdimascio.dotenv.DotenvEntry", DotenvPatches::find);
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case "io.github.cdimascio.dotenv.internal.DotenvReader" ->
                ReaderPatch.of(name, new Hook("read", "()Ljava/util/List;", new Lines()));
            case "io.github.cdimascio.dotenv.DotenvEntry" ->
                ReaderPatch.of(
                        name,
                        new Hook(
                                "<init>",
                                "(Ljava/lang/String;Ljava/lang/String;)V",
                                new MarkedText.ValueExchange(true),
                                1));
            default -> null;
        };
    }

    private static final class Lines implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object lines = call.proceed();
            Object reader = call.self();
            if (!(lines instanceof List<?> list) || reader == null) {
                return new Object[] {lines};
            }
            StringBuilder text = new StringBuilder();
            for (Object line : list) {
                text.append(line).append('\n');
            }
            String marked;
            try {
                marked = Documents.exchange(text.toString(), file(reader), DocumentFormat.MARKED, DOTENV);
            } catch (IOException refused) {
                throw call.raise(refused);
            }
            return new Object[] {marked == null ? lines : marked.lines().toList()};
        }

        /** As it finds the file, the class path aside: there the text has no file. */
        private static StreamOrigin file(Object reader) throws ReflectiveOperationException {
            String directory =
                    String.valueOf(Reflected.field(reader, "directory").get(reader));
            String name = String.valueOf(Reflected.field(reader, "filename").get(reader));
            File file =
                    new File(directory.startsWith("file:") ? directory.substring("file:".length()) : directory, name);
            return StreamOrigin.file(file.getPath());
        }
    }
}
