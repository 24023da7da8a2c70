package io.keyweave.agent.patch.jdk;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.trust.StreamOrigins;
import java.io.InputStream;
import java.io.Reader;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code load} or {@code loadFromXML}. The JDK parses into a {@link RecordingProperties}; what it recorded is then put into the
 * real instance, through its own {@code put} or {@code setProperty} as the JDK does, so that subclasses, order, repeated keys and
 * what was read before an exception come out as ever.
 */
final class Loading {

    private final Call call;
    private final Properties target;
    private final Object source;
    private final boolean xml;
    private final RecordingProperties recorded = new RecordingProperties();

    Loading(Call call, Object source) {
        this.call = call;
        this.target = (Properties) Objects.requireNonNull(call.self());
        this.source = source;
        this.xml = call.method().equals("loadFromXML");
    }

    Object[] run() throws Throwable {
        StreamOrigin origin = xml ? originBeforeItIsClosed() : null;
        Throwable thrown = parse();
        if (!recorded.mayHoldPlaceholder() && recorded.mayHoldNearMiss()) {
            NearMisses.tell(recorded, source);
        }
        if (!recorded.mayHoldPlaceholder() || !new TemplateLoading(this, call).finish(source, origin)) {
            for (int i = 0; i < recorded.keys.size(); i++) {
                put(recorded.keys.get(i), recorded.values.get(i));
            }
        }
        if (thrown != null) {
            throw call.raise(thrown);
        }
        return new Object[] {null};
    }

    private @Nullable Throwable parse() {
        try {
            if (xml) {
                recorded.loadFromXML((InputStream) source);
            } else if (source instanceof Reader reader) {
                recorded.load(reader);
            } else {
                recorded.load((InputStream) source);
            }
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    /** {@code loadFromXML} closes its stream; other streams keep what is needed to a later question. */
    private @Nullable StreamOrigin originBeforeItIsClosed() {
        try {
            StreamOrigins.openWith(Jvm.instrumentation());
            return StreamOrigins.of(source);
        } catch (LinkageError broken) {
            // Whether that matters is known when the text is: the question is asked again then.
            return null;
        }
    }

    /** Puts a pair as the JDK would have; what an override throws is the caller's. */
    void put(Object key, Object value) throws Throwable {
        try {
            if (xml) {
                target.setProperty((String) key, (String) value);
            } else {
                target.put(key, value);
            }
        } catch (Throwable thrown) {
            throw call.raise(thrown);
        }
    }

    Properties target() {
        return target;
    }

    RecordingProperties recorded() {
        return recorded;
    }
}
