package io.keyweave.core;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import io.keyweave.served.ServedValues;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.store.SecretReader;
import io.keyweave.store.SecretStore;
import io.keyweave.store.StoredSecret;
import io.keyweave.store.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One template bound to one resolver: its text with the secrets as they are now. Thread-safe. For as long as a live value can be
 * reached, its secrets are kept fresh.
 *
 * <p>{@link #current()} remembers the last rendering together with the store's generation, a counter that moves on with every visible
 * change. While it has not moved, a read is two volatile reads and a comparison. When it has, the secrets are read once each
 * between two looks at the counter, so a rendering never mixes secrets that were not there at one time, and two
 * references to one secret always see the same version.
 */
final class BoundTemplate implements LiveValue, SecretReader {

    private record RenderedText(long generation, List<View> views, @Nullable String text, @Nullable Failure problem) {}

    private final SecretStore store;
    private final ServedValues served;
    private final Bindings bindings;
    private final EventLog log;
    private final Template template;
    private final StoredSecret[] secrets;
    /** For each reference its place in {@link #secrets}. */
    private final int[] places;

    /** Of a template with one placeholder, as most are; never written. */
    private static final int[] FIRST = {0};

    private volatile @Nullable RenderedText rendering;

    BoundTemplate(Bindings bindings, Template template) {
        this.bindings = bindings;
        this.store = bindings.store();
        this.served = bindings.served();
        this.log = bindings.log();
        this.template = template;
        List<Reference> references = template.references();
        this.places = references.size() == 1 ? FIRST : new int[references.size()];
        if (references.size() == 1) {
            this.secrets = new StoredSecret[] {bindings.stored(references.get(0), template.origin(), this)};
        } else {
            this.secrets = distinctSecrets(bindings, references);
        }
        if (template.text().contains("//")) {
            served.written(template.text(), distinctRefs());
        }
    }

    private StoredSecret[] distinctSecrets(Bindings bindings, List<Reference> references) {
        List<StoredSecret> distinct = new ArrayList<>(references.size());
        for (int i = 0; i < places.length; i++) {
            StoredSecret secret = bindings.stored(references.get(i), template.origin(), this);
            int place = distinct.indexOf(secret);
            if (place < 0) {
                place = distinct.size();
                distinct.add(secret);
            }
            places[i] = place;
        }
        return distinct.toArray(new StoredSecret[0]);
    }

    private List<SecretRef> distinctRefs() {
        if (secrets.length == 1) {
            return List.of(secrets[0].ref());
        }
        List<SecretRef> refs = new ArrayList<>(secrets.length);
        for (StoredSecret secret : secrets) {
            refs.add(secret.ref());
        }
        return refs;
    }

    /** Every live value is one of these. */
    static BoundTemplate of(LiveValue value) {
        if (value instanceof BoundTemplate bound) {
            return bound;
        }
        throw new IllegalArgumentException(
                "not made by SecretResolver.bind: " + value.getClass().getName());
    }

    @Override
    public String text() {
        return template.text();
    }

    @Override
    public Origin origin() {
        return template.origin();
    }

    @Override
    public List<SecretRef> references() {
        List<SecretRef> refs = new ArrayList<>(places.length);
        for (Reference reference : template.references()) {
            refs.add(reference.secret());
        }
        return refs;
    }

    @Override
    public @Nullable String current() {
        RenderedText now = rendering();
        for (StoredSecret secret : secrets) {
            secret.countRead();
        }
        return now.text;
    }

    @Override
    public boolean present() {
        return rendering().text != null;
    }

    private RenderedText rendering() {
        RenderedText last = rendering;
        return last == null || last.generation != store.generation() ? renew(last) : last;
    }

    @Override
    public boolean mayBeAbsent(Settings settings) {
        boolean warn = "warn".equals(settings.text(Setting.ON_MISSING));
        for (Reference reference : template.references()) {
            if (reference.fallback() == null && (warn || reference.optional())) {
                return true;
            }
        }
        return false;
    }

    private RenderedText renew(@Nullable RenderedText last) {
        long generation;
        List<View> views;
        do {
            generation = store.generation();
            views = views();
        } while (generation != store.generation());
        RenderedText next;
        if (last != null && same(last.views, views)) {
            next = new RenderedText(generation, views, last.text, last.problem);
        } else {
            Renderer renderer = new Renderer(template, places, views);
            String text = renderer.render();
            Failure problem = renderer.problem();
            if (renderer.blanks()) {
                bindings.warnOfBlanksInside(template);
            }
            String encoding = renderer.missingEncoding();
            if (encoding != null) {
                bindings.warnOfEncoding(template, encoding);
            }
            if (problem != null && last != null) {
                // A new version that this template cannot use is the operator's slip: the last good text goes on.
                text = last.text;
                log.write(LogEvent.of(ResolverMessages.UNUSABLE_VERSION)
                        .with("origin", origin())
                        .with("secret", problem.ref())
                        .with("stays", text == null ? null : "stays in use")
                        .because(problem));
            }
            next = new RenderedText(generation, views, handedOut(text, views, last), problem);
        }
        rendering = next;
        return next;
    }

    private List<View> views() {
        if (secrets.length == 1) {
            return List.of(secrets[0].view());
        }
        List<View> views = new ArrayList<>(secrets.length);
        for (StoredSecret secret : secrets) {
            views.add(secret.view());
        }
        return views;
    }

    /** The object that readers get for a text: the same one for as long as the text is the same. */
    private @Nullable String handedOut(@Nullable String text, List<View> views, @Nullable RenderedText last) {
        if (text == null) {
            return null;
        }
        if (last != null && text.equals(last.text)) {
            return last.text;
        }
        return served.handedOut(template, distinctRefs(), views, text);
    }

    /** Renders at once, so that a version nobody has read is still the last good one when the next is not. */
    @Override
    public void secretChanged() {
        renew(rendering);
    }

    private static boolean same(List<View> a, List<View> b) {
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Fetches its secrets; returns whether any version changed. */
    boolean refresh(Duration timeout) {
        boolean changed = false;
        for (StoredSecret secret : secrets) {
            Secret old = secret.view().secret();
            Secret fresh = store.refresh(secret, timeout).secret();
            changed |= fresh != null && (old == null || !old.version().equals(fresh.version()));
        }
        return changed;
    }

    /** Whether any of its secrets was fetched longer ago than that. */
    boolean olderThan(Duration age) {
        boolean old = false;
        for (StoredSecret secret : secrets) {
            old |= store.olderThan(secret, age);
        }
        return old;
    }

    /** Time until the first of its secrets is fetched again; {@code null} when none ever is. */
    @Nullable
    Duration nextRefresh() {
        Duration first = null;
        for (StoredSecret secret : secrets) {
            Duration next = store.nextFetch(secret);
            if (next != null && (first == null || next.compareTo(first) < 0)) {
                first = next;
            }
        }
        return first;
    }

    /**
     * No longer keeps its secrets fresh; what it read last stays readable.
     *
     * @return the secrets that nobody reads any more
     */
    List<SecretRef> release() {
        List<SecretRef> unused = new ArrayList<>(secrets.length);
        for (StoredSecret secret : secrets) {
            if (store.untrack(secret, this)) {
                unused.add(secret.ref());
            }
        }
        return unused;
    }

    /** Whether each of its secrets has a value. */
    boolean secretsPresent() {
        for (StoredSecret secret : secrets) {
            if (secret.view().state() != SecretStatus.State.PRESENT) {
                return false;
            }
        }
        return true;
    }

    List<StoredSecret> stored() {
        return List.of(secrets);
    }

    StoredSecret stored(int reference) {
        return secrets[places[reference]];
    }

    Template template() {
        return template;
    }

    /** Why the template cannot be rendered although its secrets are there, or {@code null}. */
    @Nullable
    Failure renderingProblem() {
        return rendering().problem;
    }

    /** Origin and references; neither the text nor the value. */
    @Override
    public String toString() {
        return "LiveValue[" + origin() + ", " + template.references() + "]";
    }
}
