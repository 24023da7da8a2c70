package io.keyweave.agent.patch.jdk;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.SecretResolver;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.trust.Verdict;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import java.io.IOException;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The rare end of a {@link Loading}: some value may hold a placeholder. */
final class TemplateLoading {

    private final Loading loading;
    private final Call call;

    TemplateLoading(Loading loading, Call call) {
        this.loading = loading;
        this.call = call;
    }

    /**
     * Puts everything recorded, templates as markers.
     *
     * @param origin where the source comes from when that had to be asked before it was read, else null
     * @return false when nothing was put, because the text is not trusted or is the agent's own: it is to be put as it is
     * @throws Throwable an {@code IOException} with the report when a placeholder is not available, or when the agent is broken: what may
     *     be a trusted placeholder must not pass for a value
     */
    boolean finish(Object source, @Nullable StreamOrigin origin) throws Throwable {
        List<@Nullable LiveValue> values;
        try {
            values = asAgent(() -> judgedAndBound(source, origin));
        } catch (SecretException refused) {
            throw call.raise(Refusals.remember(new IOException(Refusals.report(refused)), refused));
        } catch (RuntimeException | LinkageError accident) {
            throw call.raise(new IOException(
                    Refusals.broken(accident, origin == null ? source.getClass().getName() : origin.place())));
        }
        if (values == null) {
            return false;
        }
        put(values);
        return true;
    }

    /** With the agent's own rights: under a security manager they must not depend on who loads a file. */
    @SuppressWarnings("removal") // gone with the security manager itself
    private static <T extends @Nullable Object> T asAgent(PrivilegedAction<T> work) {
        return AccessController.doPrivileged(work);
    }

    /** What represents each recorded value; null when the text is none of ours or not trusted. */
    private @Nullable List<@Nullable LiveValue> judgedAndBound(Object source, @Nullable StreamOrigin origin) {
        if (readByUs() || ReadScope.leavesProperties()) {
            return null;
        }
        Agent agent = Agent.running();
        Verdict verdict = origin == null
                ? agent.trust().judge(source, List.of())
                : agent.trust().judge(source, origin, List.of());
        return verdict.trusted() ? bind(agent.resolver(), verdict.place()) : null;
    }

    private List<@Nullable LiveValue> bind(SecretResolver resolver, String place) {
        RecordingProperties recorded = loading.recorded();
        int count = recorded.keys.size();
        List<@Nullable LiveValue> values = new ArrayList<>(count);
        List<LiveValue> templates = new ArrayList<>(count);
        ProblemReport report = new ProblemReport();
        for (int i = 0; i < count; i++) {
            Origin origin = Origin.fileKey(place, (String) recorded.keys.get(i));
            LiveValue value = resolver.bind((String) recorded.values.get(i), origin, report);
            values.add(value);
            if (value != null) {
                templates.add(value);
            }
        }
        report.add(resolver.check(templates));
        if (!report.isEmpty()) {
            throw report.exception();
        }
        return values;
    }

    private void put(List<@Nullable LiveValue> values) throws Throwable {
        Properties target = loading.target();
        RecordingProperties recorded = loading.recorded();
        boolean own = storesElsewhere(target);
        for (int i = 0; i < values.size(); i++) {
            Object key = recorded.keys.get(i);
            LiveValue value = values.get(i);
            if (value == null) {
                loading.put(key, recorded.values.get(i));
            } else if (own) {
                String now = value.current();
                if (now != null) {
                    loading.put(key, now);
                }
            } else {
                int from = i;
                while (i + 1 < values.size() && values.get(i + 1) != null) {
                    i++;
                }
                int to = i;
                asAgent(() -> mark(target, recorded, values, from, to));
            }
        }
    }

    /** All that follow one another in one go: of a key that stands twice the last one counts. */
    private static boolean mark(
            Properties target, RecordingProperties recorded, List<@Nullable LiveValue> values, int from, int to) {
        PropertiesPatch.expectTemplates();
        Marker[] markers = new Marker[to - from + 1];
        for (int i = 0; i < markers.length; i++) {
            markers[i] = Marker.of(Objects.requireNonNull(values.get(from + i)));
        }
        LiveProperties.mark(target, recorded.keys.subList(from, to + 1).toArray(), markers);
        return true;
    }

    /** A subclass with its own {@code put} (sorted, filtered, elsewhere) gets the secrets as they are now. */
    static boolean storesElsewhere(Properties target) throws NoSuchMethodException {
        Class<?> type = target.getClass();
        return type != Properties.class
                && type.getMethod("put", Object.class, Object.class).getDeclaringClass() != Properties.class;
    }

    /** The agent's own files, such as the one of {@code offline=}, mean what they say: it loads them into a class of its own. */
    private boolean readByUs() {
        return loading.target().getClass().getClassLoader() == TemplateLoading.class.getClassLoader();
    }
}
