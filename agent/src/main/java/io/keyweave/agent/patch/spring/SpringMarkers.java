package io.keyweave.agent.patch.spring;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.DeferredStartup;
import io.keyweave.agent.runtime.NumberedReferences;
import io.keyweave.agent.runtime.PerApplication;
import io.keyweave.agent.trust.WeakIdentityMap;
import io.keyweave.core.CachingResolver;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import java.lang.ref.WeakReference;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Texts that represent placeholders while Spring works on them.
 *
 * <p>Spring looks for <code>${..}</code> in whatever a property source returns, and for <code>#{..}</code> in whatever that becomes. A secret that
 * went through there would be changed by what it happens to contain, and the placeholder itself, left until the end, could as well be
 * a user's text. So each trusted placeholder becomes a marker: a number between two private-use characters behind 128 random bits of
 * this JVM, nothing Spring has a meaning for and nobody can forge. It is exchanged for the secret at the very end, in the text that
 * reaches the application, which nothing scans any more. The bits go nowhere: the actuator gets the placeholder back.
 *
 * <p>Rejected: returning a {@code CharSequence} of our own (Spring turns it into a {@code String} before it looks for <code>${</code>, and
 * our class is none the application may see); escaping (not before Spring 6.2, and not in {@code #{}}).
 *
 * <p>A marker may be seen by whoever reads a property source's map, and be sent in again as a user's text. So the very texts that were handed to Spring are
 * remembered: a marker in any other string represents nothing once the application takes requests. While a first application starts nobody can have seen
 * one, and post-processors make texts of ours into others; those become ours. A later application of the same JVM says so itself ({@link Starts}).
 *
 * <p>A marker, one for each placeholder and place, is there as long as the application that read it, or one of the texts in which it is: when a
 * web application is gone, so are its markers and what they lead to. Thread-safe.
 */
final class SpringMarkers {

    /** Those of this JVM. */
    static final SpringMarkers OF_JVM = new SpringMarkers();

    private static final char BEGIN = '\uE0F2';
    static final char END = '\uE0F3';
    private static final int RADIX = 10;

    /** Must not lead to a text in which it is: those are what keeps it. */
    private static final class SpringMarker {
        private final String text;
        private final LiveValue value;
        private final Set<String> keys = ConcurrentHashMap.newKeySet();
        private int number;

        /** The text handed to Spring last that is this marker and nothing else. */
        private volatile WeakReference<@Nullable String> alone = new WeakReference<>(null);

        SpringMarker(String text, LiveValue value) {
            this.text = text;
            this.value = value;
        }
    }

    /** Those that one application has read. */
    private static final class ApplicationMarkers {
        private final Map<String, SpringMarker> markers = new ConcurrentHashMap<>();
        private final Map<String, String> marked = new ConcurrentHashMap<>();
    }

    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final NumberedReferences<SpringMarker> markers = new NumberedReferences<>();

    /** The very texts that were handed to Spring, with the markers in them. */
    private final WeakIdentityMap<List<SpringMarker>> texts = new WeakIdentityMap<>();

    private final PerApplication<ApplicationMarkers> applications =
            new PerApplication<>(ApplicationMarkers::new, () -> texts.size() > 0);

    /** Whether a first application has started. */
    private volatile boolean started;

    private volatile @Nullable CachingResolver resolver;

    /** Made with the first marker: a JVM without placeholders does not pay for random numbers. */
    private volatile String prefix = "";

    /** What nobody can have written. */
    static String newPrefix() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return BEGIN + HexFormat.of().formatHex(random) + '.';
    }

    /** Whether there is any: as long as there is none every patch lets its method run. */
    boolean any() {
        return markers.any();
    }

    boolean in(CharSequence text) {
        return any() && text.toString().contains(prefix);
    }

    /**
     * The text with a marker instead of each placeholder and escapes undone. Makes no request.
     *
     * @param key the property it belongs to
     * @param needed takes what must be fetched before the text is used
     * @throws io.keyweave.SecretException when a placeholder is malformed
     */
    String mark(CachingResolver from, String text, Origin origin, String key, Collection<LiveValue> needed) {
        Template template = from.parser().parse(text, origin);
        if (template == null) {
            return text;
        }
        resolver = from;
        List<Reference> references = template.references();
        List<String> literals = template.literals();
        StringBuilder result = new StringBuilder(literals.get(0));
        boolean whole = references.size() == 1
                && literals.get(0).isEmpty()
                && literals.get(1).isEmpty();
        for (int i = 0; i < references.size(); i++) {
            int begin = references.get(i).column() - 1;
            String placeholder = whole ? text : text.substring(begin, text.indexOf('>', begin) + 1);
            SpringMarker marker = marker(from, placeholder, origin, key);
            needed.add(marker.value);
            result.append(prefix).append(marker.number).append(END).append(literals.get(i + 1));
        }
        return own(result.toString());
    }

    /** Remembers a text of ours, or one that Spring made of such. */
    String own(String text) {
        if (in(text)) {
            SpringMarker only = only(text);
            if (only == null) {
                List<SpringMarker> all = new ArrayList<>(2);
                eachIn(text, all::add);
                texts.put(text, all);
            } else {
                texts.put(text, List.of(only));
                only.alone = new WeakReference<>(text);
            }
        }
        return text;
    }

    /** Whether markers in the text may be exchanged for secrets: it has none, or is one of ours and no copy. */
    boolean genuine(Object text) {
        if (!(text instanceof String string) || !in(string)) {
            return true;
        }
        // Most properties with a secret; a look at all texts makes an object.
        SpringMarker only = only(string);
        if (only != null && only.alone.refersTo(string) || texts.contains(string)) {
            return true;
        }
        if (started && !Starts.here()) {
            return false;
        }
        own(string);
        return true;
    }

    /** Whether a first application with secrets has started. */
    boolean hasStarted() {
        return started;
    }

    /** From now on users send texts. */
    void started() {
        started = true;
    }

    /** The text with what looks like markers changed into what does not. */
    String disarmed(String text) {
        return text.replace(prefix, prefix.substring(1));
    }

    /** The same for a text whose secrets are there already; the result is remembered. */
    String mark(CachingResolver from, String text, Origin origin, String key) {
        return applications
                .current()
                .marked
                .computeIfAbsent(origin + "\n" + text, k -> mark(from, text, origin, key, new ArrayList<>()));
    }

    private synchronized SpringMarker marker(CachingResolver from, String placeholder, Origin origin, String key) {
        Map<String, SpringMarker> ofApplication = applications.current().markers;
        String id = origin + "\n" + placeholder;
        SpringMarker known = ofApplication.get(id);
        if (known == null) {
            LiveValue value = from.bind(placeholder, origin);
            if (value == null) {
                throw new IllegalStateException("no placeholder at " + origin);
            }
            if (prefix.isEmpty()) {
                prefix = newPrefix();
            }
            known = new SpringMarker(placeholder, value);
            known.keys.add(key);
            known.number = markers.add(known);
            ofApplication.put(id, known);
            forgetNames();
        }
        known.keys.add(key);
        names.add(key);
        return known;
    }

    /** Of markers that are gone. */
    private void forgetNames() {
        if (markers.haveGone()) {
            Set<String> alive = new TreeSet<>();
            markers.forEach(marker -> alive.addAll(marker.keys));
            names.retainAll(alive);
        }
    }

    /** Whether a property of that name may hold a marker. */
    boolean named(String key) {
        return names.contains(key);
    }

    /** Whether a secret in the text is known to be absent: optional and not there, or revoked. Then there is no such property. */
    boolean absent(String text) {
        SpringMarker only = only(text);
        if (only != null) {
            return absent(only.value);
        }
        if (in(text)) {
            for (LiveValue value : valuesIn(text)) {
                if (absent(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean absent(LiveValue value) {
        if (value.present() || ConditionalSecrets.waiting().contains(value)) {
            return false;
        }
        // While fetching and the application's start overlap nobody knows yet, and Spring looks at all properties long
        // before it needs one.
        DeferredStartup overlap = Agent.running().overlap();
        return (overlap == null || overlap.ended()) && !value.present();
    }

    /** Whether the text is one marker and nothing else, as most properties with a secret are. */
    boolean alone(String text) {
        return any() && text.startsWith(prefix) && text.indexOf(END) == text.length() - 1;
    }

    private @Nullable SpringMarker only(String text) {
        return alone(text) ? marker(text, prefix.length(), text.length() - 1) : null;
    }

    /** The values of the placeholders for which markers are in the text, one for each marker and in their order. */
    List<LiveValue> valuesIn(String text) {
        List<LiveValue> values = new ArrayList<>();
        eachIn(text, marker -> values.add(marker.value));
        return values;
    }

    private void eachIn(String text, Consumer<SpringMarker> action) {
        replaced(text, marker -> {
            action.accept(marker);
            return "";
        });
    }

    /**
     * The text with the secrets as they are now, all from one time; null when one of them is absent.
     *
     * @throws io.keyweave.SecretException when one of them is asked for now for the first time and is not available
     */
    @Nullable
    String render(String text) {
        if (!ConditionalSecrets.none()) {
            ConditionalSecrets.require(valuesIn(text));
        }
        DeferredStartup overlap = Agent.running().overlap();
        if (overlap != null) {
            overlap.await();
        }
        SpringMarker only = only(text);
        if (only != null) {
            return only.value.current();
        }
        List<LiveValue> values = valuesIn(text);
        CachingResolver from = resolver;
        if (values.isEmpty() || from == null) {
            return text;
        }
        List<@Nullable String> secrets = from.snapshot(values);
        if (secrets.contains(null)) {
            return null;
        }
        Iterator<@Nullable String> inOrder = secrets.iterator();
        return replaced(text, marker -> Objects.requireNonNull(inOrder.next()));
    }

    /** The text with placeholders as they were written. */
    String reveal(String text) {
        return replaced(text, marker -> marker.text);
    }

    /** The text without markers. */
    String rest(String text) {
        return replaced(text, marker -> "");
    }

    /** The properties in which a secret stands. */
    Set<String> keysOf(io.keyweave.SecretRef ref) {
        Set<String> keys = new TreeSet<>();
        markers.forEach(marker -> {
            if (marker.value.references().contains(ref)) {
                keys.addAll(marker.keys);
            }
        });
        return keys;
    }

    private interface PlaceholderReplacement {
        String of(SpringMarker marker);
    }

    private String replaced(String text, PlaceholderReplacement replacement) {
        int at = any() ? text.indexOf(prefix) : -1;
        if (at < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            int number = at + prefix.length();
            int end = text.indexOf(END, number);
            SpringMarker marker = end < 0 ? null : marker(text, number, end);
            if (marker == null) {
                break;
            }
            result.append(text, from, at).append(replacement.of(marker));
            from = end + 1;
            at = text.indexOf(prefix, from);
        }
        return result.append(text, from, text.length()).toString();
    }

    private @Nullable SpringMarker marker(String text, int from, int to) {
        try {
            return markers.get(Integer.parseInt(text, from, to, RADIX));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
