package io.keyweave.benchmarks;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.core.env.Environment;

/** Reads of placeholders from each source, under the agent. Every one is checked once to be the secret, not its text. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlaceholderReads {

    private final Properties loaded = new Properties();
    private Config config = ConfigFactory.empty();

    @Setup
    public void load() throws IOException {
        try (InputStream in = PlaceholderReads.class.getResourceAsStream("/benchmark.properties")) {
            loaded.load(Objects.requireNonNull(in, "benchmark.properties"));
        }
        config = ConfigFactory.parseResources("benchmark.conf");
        for (String seen : new String[] {systemProperty(), environment(), properties(), hocon()}) {
            check(seen);
        }
    }

    private static void check(@Nullable String seen) {
        if (!"a-secret-value".equals(seen)) {
            throw new IllegalStateException("a placeholder did not resolve");
        }
    }

    @Benchmark
    public String systemProperty() {
        return System.getProperty("benchmark.secret");
    }

    @Benchmark
    public String environment() {
        return System.getenv("BENCHMARK_SECRET");
    }

    @Benchmark
    public String properties() {
        return loaded.getProperty("benchmark.secret");
    }

    @Benchmark
    public String hocon() {
        return config.getString("benchmark.secret");
    }

    /** For the one benchmark that needs it. */
    @State(Scope.Benchmark)
    public static class Spring {
        final Environment environment = SpringEnvironment.with("benchmark");

        @Setup
        public void look() {
            check(environment.getProperty("in.file"));
        }
    }

    @Benchmark
    public @Nullable String spring(Spring application) {
        return application.environment.getProperty("in.file");
    }
}
