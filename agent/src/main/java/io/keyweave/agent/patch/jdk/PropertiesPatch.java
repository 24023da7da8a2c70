package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.trust.PlaceholderLike;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.placeholder.AppServiceReference;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code java.util.Properties}: what is loaded from a trusted origin becomes templates, a clone keeps them, and what is written out
 * shows them as written; a placeholder that a program sets stays text and is warned about. Reads are not patched.
 *
 * <p>The one patch every JVM gets, so this class and what it names run on the idle path; the work on templates is in
 * {@link TemplateViews} and {@link TemplateLoading}, loaded when there is a first one.
 */
public final class PropertiesPatch implements Patch {

    /** Set when a first template is put into any {@code Properties}; before, clones and writers have nothing to look for. */
    static volatile boolean templates;

    private static volatile @Nullable Properties probe;

    /** From now on instances may hold templates. */
    public static void expectTemplates() {
        if (!templates) {
            LiveProperties.changes(Agent::changes);
            templates = true;
        }
    }

    /** Whether any instance may hold templates. */
    public static boolean templatesExpected() {
        return templates;
    }

    @Override
    public String className() {
        return "java.util.Properties";
    }

    @Override
    public List<Hook> hooks() {
        Interceptor load = new PropertiesLoad();
        Interceptor raw = new RawView();
        return List.of(
                new Hook("load", null, load),
                new Hook("loadFromXML", null, load),
                new Hook("setProperty", null, new PropertiesText()),
                new Hook("clone", null, new Clone()),
                new Hook("store", null, raw),
                new Hook("storeToXML", "(Ljava/io/OutputStream;Ljava/lang/String;Ljava/nio/charset/Charset;)V", raw),
                new Hook("list", null, raw));
    }

    private static final class PropertiesLoad implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object source = call.arguments()[0];
            if (source == null || call.self() instanceof RecordingProperties) {
                return null;
            }
            return new Loading(call, source).run();
        }
    }

    /** Text that a program sets is never a placeholder; who tries is warned. */
    private static final class PropertiesText implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            return mayHoldPlaceholder(call.arguments()[1]) && !(call.self() instanceof RecordingProperties)
                    ? TemplateSetting.set(call)
                    : null;
        }
    }

    /** Most texts are told by their first look, before {@link PlaceholderLike} is even loaded. */
    static boolean mayHoldPlaceholder(@Nullable Object value) {
        return value instanceof String text
                && (text.contains("$<") || text.startsWith(AppServiceReference.START))
                && PlaceholderLike.in(text);
    }

    /**
     * Whether the patch is in force: the JVM may have taken it and another agent undone it. Asks through {@code clone}, which costs an
     * idle JVM nothing.
     */
    public static boolean works() {
        Properties asked = new Properties();
        probe = asked;
        Object unused = asked.clone();
        boolean answered = probe == null;
        probe = null;
        return answered && unused != null;
    }

    private static final class Clone implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object self, @Nullable Object nothing) {
            if (self == probe) {
                probe = null;
            }
            return templates && self instanceof Properties properties ? TemplateViews.clone(properties) : null;
        }
    }

    private static final class RawView implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            return templates && call.self() instanceof Properties properties
                    ? TemplateViews.writeOut(call, properties)
                    : null;
        }
    }
}
