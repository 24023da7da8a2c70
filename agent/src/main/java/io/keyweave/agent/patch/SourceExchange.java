package io.keyweave.agent.patch;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.FailingReader;
import io.keyweave.agent.document.FailingStream;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The stream or reader of which a library makes its parser: one of the rewritten text takes its place. What is refused is told when the library
 * begins to read, so that it comes as the exception that it has for that.
 *
 * @param format in which the library writes values
 * @param library who reads
 */
public record SourceExchange(DocumentFormat format, ParserLibrary library) implements Interceptor {

    /** Of a constructor that takes it as the argument at that position. */
    public Hook inConstructor(String descriptor, int position) {
        return new Hook("<init>", descriptor, this, position);
    }

    /** Of a method that takes it as its first argument. */
    public Hook inMethod(String name, String descriptor) {
        return new Hook(name, descriptor, new FirstArgument(this), 0);
    }

    @Override
    public Object @Nullable [] enter(Call call) {
        Object instead = instead(call.self());
        return instead == null ? null : new Object[] {instead};
    }

    /** What to read instead; null to read the source itself. */
    public @Nullable Object instead(@Nullable Object source) {
        try {
            return Documents.exchangeSource(source, format, library);
        } catch (IOException refused) {
            return source instanceof Reader ? FailingReader.of(refused) : new FailingStream(refused);
        }
    }

    private record FirstArgument(SourceExchange exchange) implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object instead = exchange.instead(call.arguments()[0]);
            return instead == null ? null : Interceptor.exchanged(instead);
        }
    }
}
