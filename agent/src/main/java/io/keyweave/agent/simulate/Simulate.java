package io.keyweave.agent.simulate;

import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.DurationText;
import io.keyweave.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code simulate --jvms 1000 --secrets 20 --ttl 5m [--restart-all] [--svg FILE]}. */
public final class Simulate {

    private static final int USAGE = 64;
    private static final int NO_INPUT = 66;
    private static final int CANNOT_DRAW = 70;
    private static final int CANNOT_WRITE = 73;

    private static final String HELP =
            """
            Usage: java -jar keyweave-agent.jar simulate [options]
              --jvms N               how many JVMs (default 1000)
              --secrets N            secrets each of them reads (default 20)
              --vaults N             vaults these are spread over (default 1)
              --ttl DURATION         the setting ttl (default 5m)
              --startup-spread D     the setting startup-spread (default 0s)
              --startup-timeout D    the setting startup-timeout (default 15s)
              --restart-all          all JVMs start within two seconds, instead of over one ttl
              --latency DURATION     of one request (default 20ms)
              --length DURATION      simulated time (default: six ttls, at least 10m)
              --seed N               of all that is random (default 1)
              --svg FILE             draw requests per 10 s over time, with and without startup-spread
              --charts JAR           keyweave-charts.jar, which draws it (default: the one beside this jar)
              --scheme SCHEME        whose limits and prices (default kv, Key Vault)
              --extensions JARS      where that scheme is from, as the setting extensions
            Runs the real scheduler, back-off and rest after a 429 on a virtual clock against the documented limits of Key Vault, or of
            another service. --vaults is then how many regions or projects. Where the service gives several secrets by one request, a start
            asks so, and that counts as one request.
            """;

    private int jvms = 1000;
    private int secrets = 20;
    private int vaults = 1;
    private Duration ttl = Duration.ofMinutes(5);
    private Duration spread = Duration.ZERO;
    private Duration timeout = Duration.ofSeconds(15);
    private Duration latency = Duration.ofMillis(20);
    private @Nullable Duration length;
    private boolean restartAll;
    private long seed = 1;
    private @Nullable Path svg;
    private @Nullable Path charts;
    private boolean progress;
    private String scheme = PlaceholderParser.KEY_VAULT;
    private List<String> extensions = List.of();

    private Simulate() {}

    /** Runs the command and returns its exit code. */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        return run(arguments, out, err, false);
    }

    /**
     * Does the same.
     *
     * @param progress whether somebody looks who wants to know how far it is
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err, boolean progress) {
        Simulate command = new Simulate();
        command.progress = progress;
        try {
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case "--help", "-h" -> {
                        out.print(HELP);
                        return 0;
                    }
                    case "--restart-all" -> command.restartAll = true;
                    default -> {
                        command.option(arguments[i], i + 1 < arguments.length ? arguments[i + 1] : null);
                        i++;
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            err.println("keyweave: " + e.getMessage());
            err.print(HELP);
            return USAGE;
        }
        return command.simulate(out, err);
    }

    private void option(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        switch (name) {
            case "--jvms" -> jvms = number(name, value, 100_000);
            case "--secrets" -> secrets = number(name, value, 1_000);
            case "--vaults" -> vaults = number(name, value, 100);
            case "--ttl" -> ttl = duration(name, value, Duration.ofSeconds(1));
            case "--startup-spread" -> spread = duration(name, value, Duration.ZERO);
            case "--startup-timeout" -> timeout = duration(name, value, Duration.ofMillis(100));
            case "--latency" -> latency = duration(name, value, Duration.ZERO);
            case "--length" -> length = duration(name, value, Duration.ofSeconds(10));
            case "--seed" -> seed = number(name, value, Integer.MAX_VALUE);
            case "--scheme" -> scheme = value;
            case "--extensions" -> extensions = Settings.items(value);
            case "--svg" -> svg = Path.of(value);
            case "--charts" -> charts = Path.of(value);
            default -> throw new IllegalArgumentException("there is no option " + name);
        }
    }

    private static int number(String name, String value, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException(name + " takes a number from 1 to " + most);
    }

    private static Duration duration(String name, String value, Duration least) {
        Duration duration = DurationText.parse(value);
        if (duration == null || duration.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    name + " takes a duration such as 30s, at least " + DurationText.of(least));
        }
        return duration;
    }

    private SimulationReport run(Fleet fleet, PrintStream err) {
        if (!progress) {
            return Simulation.run(fleet);
        }
        String of = DurationText.of(fleet.length()) + ", startup-spread " + DurationText.of(fleet.startupSpread());
        SimulationReport report = Simulation.run(fleet, done -> err.printf("\r%3d %% of %s", done, of));
        err.print("\r" + " ".repeat(10 + of.length()) + "\r");
        return report;
    }

    /** The same fleet with the spread that is advised, or without the one it has; null where no request is refused either way. */
    private @Nullable SimulationReport compared(SimulationReport report, PrintStream err) {
        Fleet fleet = report.fleet();
        if (!fleet.startupSpread().isZero()) {
            return svg == null ? null : run(fleet.withSpread(Duration.ZERO), err);
        }
        boolean needed = svg != null ? report.throttled() > 0 : Advice.spreads(report);
        return needed ? run(fleet.withSpread(Advice.enough(report)), err) : null;
    }

    private int simulate(PrintStream out, PrintStream err) {
        Duration six = ttl.multipliedBy(6);
        Duration least = Duration.ofMinutes(10);
        Duration span = length != null ? length : six.compareTo(least) < 0 ? least : six;
        ServiceLimits service;
        try {
            service = ServiceLimits.of(scheme, extensions);
        } catch (IllegalArgumentException e) {
            err.println("keyweave: " + e.getMessage());
            return USAGE;
        }
        Fleet fleet = new Fleet(
                jvms,
                secrets,
                Math.min(vaults, secrets),
                ttl,
                spread,
                timeout,
                restartAll,
                latency,
                span,
                seed,
                service);
        ChartsJar drawing = ChartsJar.at(charts);
        if (svg != null && !drawing.isThere()) {
            err.println("keyweave: --svg needs keyweave-charts.jar, and there is no " + drawing.path()
                    + ". It is in keyweave-charts.zip of a release; name it with --charts, or leave --svg out.");
            return NO_INPUT;
        }
        SimulationReport report = run(fleet, err);
        SimulationReport other = compared(report, err);
        out.print(SimulateText.of(report, other));
        out.flush();
        return svg == null ? 0 : draw(drawing, svg, report, other, err);
    }

    private static int draw(
            ChartsJar charts, Path file, SimulationReport report, @Nullable SimulationReport other, PrintStream err) {
        String picture;
        try {
            picture = charts.rates(report, other);
        } catch (IOException e) {
            err.println("keyweave: this JVM cannot draw: " + e.getMessage()
                    + ". It needs the JDK's module java.desktop and a font; leave --svg out without them.");
            return CANNOT_DRAW;
        }
        try {
            Files.writeString(file, picture);
        } catch (IOException e) {
            err.println("keyweave: cannot write " + file + ": " + e.getClass().getSimpleName());
            return CANNOT_WRITE;
        }
        return 0;
    }
}
