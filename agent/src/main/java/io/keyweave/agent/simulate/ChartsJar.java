package io.keyweave.agent.simulate;

import io.keyweave.settings.DurationText;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The jar that draws, with a charting library and the SVG writer it needs: 3 MB that no JVM with the agent should carry. Called by reflection, with types of the
 * JDK.
 */
final class ChartsJar {

    private static final String NAME = "keyweave-charts.jar";
    private static final String CHART = "io.keyweave.charts.RateChart";

    private final Path jar;

    private ChartsJar(Path jar) {
        this.jar = jar;
    }

    /**
     * Finds it.
     *
     * @param named by the user, or null: then it is beside the agent's jar
     */
    static ChartsJar at(@Nullable Path named) {
        if (named != null) {
            return new ChartsJar(named);
        }
        // java -jar FILE has that file, and nothing else, as its class path.
        File agent = new File(System.getProperty("java.class.path", "")).getAbsoluteFile();
        return new ChartsJar(agent.toPath().resolveSibling(NAME));
    }

    boolean isThere() {
        return Files.isReadable(jar);
    }

    Path path() {
        return jar;
    }

    /**
     * Draws a report.
     *
     * @param other the same fleet with another spread, or null
     * @return the text of an SVG file
     * @throws IOException if this JVM or that jar cannot draw
     */
    String rates(SimulationReport report, @Nullable SimulationReport other) throws IOException {
        Map<String, List<Integer>> curves = new LinkedHashMap<>();
        curves.put(name(report), report.perWindow());
        if (other != null) {
            curves.put(name(other), other.perWindow());
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            return (String) loader.loadClass(CHART)
                    .getMethod("of", String.class, int.class, Map.class, int.class)
                    .invoke(null, title(report.fleet()), SimulatedVaults.WINDOW_SECONDS, curves, report.limit());
        } catch (InvocationTargetException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IOException(e.toString(), e);
        }
    }

    private static String title(Fleet fleet) {
        return String.format(
                Locale.ROOT,
                "%,d JVMs, %,d secrets each%s",
                fleet.jvms(),
                fleet.secrets(),
                fleet.restartAll() ? ", all restarted at once" : "");
    }

    private static String name(SimulationReport report) {
        return "startup-spread " + DurationText.of(report.fleet().startupSpread());
    }
}
