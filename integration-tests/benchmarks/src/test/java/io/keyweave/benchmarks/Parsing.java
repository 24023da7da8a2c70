package io.keyweave.benchmarks;

import io.keyweave.Origin;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.Settings;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From text to a template: once for each value that is loaded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Parsing {

    private static final Origin ORIGIN = Origin.of("benchmark");

    private final CachingResolver resolver = new ResolverBuilder(Settings.of(Map.of())).open();

    @Benchmark
    public @Nullable Object ordinaryText() {
        return resolver.parser().parse("jdbc:postgresql://db.example.com:5432/orders", ORIGIN);
    }

    @Benchmark
    public @Nullable Object twoPlaceholders() {
        return resolver.parser()
                .parse(
                        "jdbc:postgresql://h/db?user=$<kv:contoso-prod/user>&password=$<kv:contoso-prod/password?as=url>",
                        ORIGIN);
    }
}
