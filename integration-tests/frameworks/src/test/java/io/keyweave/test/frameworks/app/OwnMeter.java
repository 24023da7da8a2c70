package io.keyweave.test.frameworks.app;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** An application that sets the global OpenTelemetry by itself, and tells on each line of its input what is collected. */
public final class OwnMeter {

    /** Held, as applications hold theirs: Log4j lets go of a context without loggers. */
    private static final Logger LOG = LogManager.getLogger(OwnMeter.class);

    private OwnMeter() {}

    public static void main(String[] args) throws Exception {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        GlobalOpenTelemetry.set(OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        LOG.info("the application's own line");
        System.out.println("started");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            StringBuilder all = new StringBuilder("metrics ");
            reader.collectAllMetrics()
                    .forEach(metric -> metric.getData().getPoints().forEach(point -> {
                        all.append(metric.getName()).append(' ').append(metric.getUnit());
                        all.append(' ').append(metric.getType()).append(' ');
                        point.getAttributes().forEach((name, value) -> all.append(name.getKey())
                                .append('=')
                                .append(value)
                                .append(' '));
                        all.append("; ");
                    }));
            System.out.println(all);
        }
    }
}
