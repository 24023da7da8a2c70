package io.keyweave.benchmarks;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.core.env.Environment;

/** Reads of values that are no placeholders: what everybody pays, with and without the agent. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrdinaryReads {

    private final Properties loaded = new Properties();
    private final Config config = ConfigFactory.parseString("app.user=orders");

    public OrdinaryReads() {
        loaded.setProperty("app.user", "orders");
    }

    @Benchmark
    public String systemProperty() {
        return System.getProperty("user.dir");
    }

    @Benchmark
    public String environment() {
        return System.getenv("PATH");
    }

    @Benchmark
    public String properties() {
        return loaded.getProperty("app.user");
    }

    @Benchmark
    public String hocon() {
        return config.getString("app.user");
    }

    /** For the one benchmark that needs it. */
    @State(Scope.Benchmark)
    public static class Spring {
        final Environment environment = SpringEnvironment.with("ordinary");
    }

    @Benchmark
    public @Nullable String spring(Spring application) {
        return application.environment.getProperty("app.user");
    }
}
