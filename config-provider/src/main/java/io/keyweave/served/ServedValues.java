package io.keyweave.served;

import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.placeholder.Encoding;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import io.keyweave.served.TextDigests.Digest;
import io.keyweave.store.FormerValues;
import io.keyweave.store.SecretStore;
import io.keyweave.store.StoredSecret;
import io.keyweave.store.View;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which secret a text came from: for logins, where a password arrives as a plain string long after it was read. Knows every part that
 * a placeholder names, its current text, and of former texts enough to recognise them. Thread-safe.
 *
 * <p>What is known is bounded by what is alive. A secret is named as long as a placeholder that names it can be reached, an account that has logged in
 * with it is remembered, or somebody listens for its changes, and for one ttl more. Then its value goes, and what remains, a digest, is what
 * recognises a text that somebody still holds: a pool built from a {@code Properties} that is garbage by now still logs in with what it read there.
 * When that text is collected, too, nothing remains.
 */
public final class ServedValues implements FormerValues {

    private static final int SHORTEST_MASKED = 4;
    private static final int LONGEST_TEMPLATE = 8192;
    private static final int LONG = 8;

    private static final Origin LOGIN = Origin.of("logins");

    private final SecretStore store;
    private final CurrentTexts current;
    private final TextDigests digests = new TextDigests();
    private final RenderedTexts rendered = new RenderedTexts();
    private final Map<SecretRef, ServedSecret> secrets = new ConcurrentHashMap<>();

    /** Secrets that nobody names any more, of whose texts somebody may still hold one. */
    private final Set<SecretRef> unnamed = ConcurrentHashMap.newKeySet();

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Map<Object, Set<SecretRef>> holders = Collections.synchronizedMap(new WeakHashMap<>());

    private final TextIndex index = new TextIndex();

    /**
     * A part that has, or had, a certain text.
     *
     * @param part the part
     * @param version the version in which it had it, the newest one if several
     */
    public record ServedPart(SecretPart part, String version) {}

    public ServedValues(SecretStore store) {
        this.store = store;
        this.current = new CurrentTexts(store, secrets);
        store.whenReplaced(this);
    }

    /** A placeholder names this. Cheap when it is known. */
    public void named(Reference reference, StoredSecret stored) {
        ServedSecret served = follow(stored);
        SecretPart part = part(reference, stored.ref());
        if (!served.parts.containsKey(part)) {
            lookForCollected();
            served.parts.computeIfAbsent(part, p -> new PartTexts(p, digests, collected));
            index.changed(served);
        }
    }

    private static SecretPart part(Reference reference, SecretRef ref) {
        return new SecretPart(ref, reference.field(), reference.encoding() == Encoding.BASE64_DECODE, reference.trim());
    }

    /** Nobody reads that secret any more, and no login will come with it. */
    public void forget(SecretRef ref) {
        ServedSecret served = secrets.remove(ref);
        if (served != null) {
            served.unname(index);
            served.forget(index);
        }
    }

    /**
     * What is known of a secret, tied to the store's entry of it. The entry has a reader, so it is not dropped meanwhile; what is known of the one before
     * may be forgotten any time, hence the look at the map.
     */
    private ServedSecret follow(StoredSecret stored) {
        ServedSecret known = secrets.get(stored.ref());
        if (known != null && known.stored == stored) {
            return known;
        }
        return Objects.requireNonNull(secrets.compute(stored.ref(), (ref, served) -> {
            ServedSecret followed = served == null ? new ServedSecret() : served;
            StoredSecret before = followed.stored;
            Secret held =
                    before == null || before == stored ? null : before.view().secret();
            if (held != null) {
                followed.last = held;
            }
            followed.stored = stored;
            unnamed.remove(ref);
            index.changed(followed);
            return followed;
        }));
    }

    @Override
    public void dropped(StoredSecret secret) {
        lookForCollected();
        ServedSecret served = secrets.get(secret.ref());
        if (served != null && served.stored == secret) {
            served.unname(index);
            unnamed.add(secret.ref());
            if (!served.textHeld()) {
                forgetUnlessHeld(secret.ref(), Set.of());
            }
        }
    }

    @Override
    public boolean forgetCollected() {
        lookForCollected();
        return !unnamed.isEmpty();
    }

    /** Lets go of what is known of secrets that nobody names, if texts have been collected since. */
    private void lookForCollected() {
        boolean any = rendered.forgetCollected();
        while (collected.poll() != null) {
            any = true;
        }
        if (any && !unnamed.isEmpty()) {
            Set<SecretRef> inLongerTexts = rendered.secrets();
            for (SecretRef ref : unnamed) {
                forgetUnlessHeld(ref, inLongerTexts);
            }
        }
    }

    private void forgetUnlessHeld(SecretRef unread, Set<SecretRef> inLongerTexts) {
        secrets.computeIfPresent(unread, (ref, served) -> {
            if (served.stored != null || served.textHeld() || inLongerTexts.contains(ref)) {
                return served;
            }
            unnamed.remove(ref);
            served.forget(index);
            return null;
        });
    }

    /** Secrets of which anything is known; for tests. */
    int known() {
        return secrets.size();
    }

    /** Texts that would be recognised; for tests. */
    int recognisable() {
        return index.size();
    }

    @Override
    public void replaced(SecretRef ref, @Nullable Secret old) {
        ServedSecret served = secrets.get(ref);
        if (served != null) {
            if (old != null) {
                SecretTexts texts = new SecretTexts(old);
                served.parts.forEach((part, known) -> {
                    String text = texts.text(part);
                    if (text != null) {
                        known.former(old.version(), text, index);
                    }
                });
            }
            index.changed(served);
        }
    }

    /**
     * The text of a template, about to be returned: for a placeholder that is just one part the one object of that version, so that a login
     * made with it is told from one with an equal text.
     */
    public String handedOut(Template template, List<SecretRef> refs, List<View> views, String text) {
        List<Reference> references = template.references();
        if (references.isEmpty()) {
            return text;
        }
        Reference first = references.get(0);
        if (references.size() == 1
                && template.literals().get(0).isEmpty()
                && template.literals().get(1).isEmpty()
                && (first.encoding() == Encoding.PLAIN || first.encoding() == Encoding.BASE64_DECODE)) {
            ServedSecret served = secrets.get(refs.get(0));
            PartTexts texts = served == null ? null : served.parts.get(part(first, refs.get(0)));
            Secret secret = views.get(0).secret();
            return texts == null || secret == null ? text : texts.only(secret.version(), text, index);
        }
        lookForCollected();
        List<@Nullable String> versions = new ArrayList<>(views.size());
        for (View view : views) {
            Secret shown = view.secret();
            versions.add(shown == null ? null : shown.version());
        }
        rendered.add(text, refs, versions);
        return text;
    }

    /**
     * Texts of former versions of a secret that somebody still holds, by version. One that nobody holds counts until the next garbage collection.
     */
    public Map<String, Integer> heldFormer(SecretRef ref) {
        ServedSecret served = secrets.get(ref);
        Secret now = served == null ? null : served.value();
        Map<String, Integer> held = new TreeMap<>();
        if (served != null) {
            for (PartTexts texts : served.parts.values()) {
                texts.countHeld(held);
            }
            rendered.countHeld(ref, now == null ? null : now.version(), held);
        }
        return held;
    }

    /** The operator wrote this text, in which the secrets stand, perhaps beside the name of a server. */
    public void written(String template, List<SecretRef> refs) {
        if (template.length() > LONGEST_TEMPLATE) {
            return;
        }
        for (SecretRef ref : refs) {
            ServedSecret served = secrets.get(ref);
            if (served != null && served.templates.size() < ServedSecret.MAX_TEMPLATES) {
                served.templates.add(template);
            }
        }
    }

    /** The texts as the operator wrote them in which the part's secret is beside something else. */
    public Set<String> templates(SecretPart part) {
        ServedSecret served = secrets.get(part.secret());
        return served == null ? Set.of() : Collections.unmodifiableSet(served.templates);
    }

    /**
     * Whether this is the very object that the application was given for the part, alone or within a longer text; not one that is equal.
     *
     * @param passed a text
     */
    public boolean isHandedOut(SecretPart part, String passed) {
        ServedSecret served = secrets.get(part.secret());
        PartTexts texts = served == null ? null : served.parts.get(part);
        return texts != null && texts.isOne(passed) || rendered.hold(passed, part.secret());
    }

    /** The parts whose text is or was this one; of former texts only the last eight versions are known. */
    public List<ServedPart> find(String text) {
        if (text.isEmpty() || secrets.isEmpty()) {
            return List.of();
        }
        lookForCollected();
        index.takeInChanged();
        Digest digest = digests.of(text);
        List<ServedPart> found = new ArrayList<>(2);
        for (PartTexts one : index.of(digest)) {
            String version = one.versionOf(digest);
            if (version != null) {
                found.add(new ServedPart(one.part(), version));
            }
        }
        return found;
    }

    /**
     * The text with placeholders instead of secrets: of current ones wherever they are in it (unless they are shorter than four
     * characters and might be anything), of former ones where they are all of it.
     */
    public String masked(String text) {
        return masked(text, 1, SHORTEST_MASKED);
    }

    /** Does the same, but leaves secrets of less than eight characters: they might be any word or number, where programs read the result. */
    public String maskedIfLong(String text) {
        return masked(text, LONG, LONG);
    }

    private String masked(String text, int shortestWhole, int shortestPart) {
        List<ServedPart> whole = text.length() < shortestWhole ? List.of() : find(text);
        if (!whole.isEmpty()) {
            return Masks.placeholder(whole.get(0).part());
        }
        return Masks.masked(text, secrets.values(), shortestPart);
    }

    /**
     * The current texts, in order, as they were at one time.
     *
     * @return null when one of them has no value
     */
    public @Nullable List<VersionedText> read(List<SecretPart> parts) {
        return current.read(parts);
    }

    /**
     * The texts of the version before the current one of the first part's secret, where its service knows that; other secrets' as they are now.
     * From then on they are recognised as former ones. Waits for the answer.
     *
     * @return null when there is none
     */
    public @Nullable List<VersionedText> previous(List<SecretPart> parts, Duration timeout) {
        List<VersionedText> now = read(parts);
        SecretRef ref = parts.get(0).secret();
        Secret before = now == null ? null : store.previous(ref, now.get(0).version(), timeout);
        if (now == null || before == null || before.version().equals(now.get(0).version())) {
            return null;
        }
        List<VersionedText> texts = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            SecretPart part = parts.get(i);
            boolean same = part.secret().equals(ref);
            String text = same ? new SecretTexts(before).text(part) : now.get(i).text();
            if (text == null) {
                return null;
            }
            texts.add(
                    new VersionedText(text, same ? before.version() : now.get(i).version()));
        }
        replaced(ref, before);
        return texts;
    }

    /**
     * Fetches the secret again, within the store's limits; concurrent calls share one request.
     *
     * @return whether its version changed
     */
    public boolean refresh(SecretRef ref, Duration timeout) {
        ServedSecret served = secrets.get(ref);
        if (served == null) {
            return false;
        }
        Object anchor = new Object();
        StoredSecret stored = store.track(ref, null, LOGIN, anchor);
        ServedSecret followed = follow(stored);
        Secret before = followed.value();
        Secret after;
        try {
            store.refresh(stored, timeout);
            after = followed.value();
        } finally {
            // Whoever looks at the readers finds no login that is over.
            store.untrack(stored, anchor);
        }
        return after != null && (before == null || !before.version().equals(after.version()));
    }

    /** Keeps a secret fresh for as long as {@code holder} can be reached. */
    public void keep(SecretRef ref, Object holder) {
        ServedSecret served = secrets.get(ref);
        if (served != null
                && holders.computeIfAbsent(holder, h -> ConcurrentHashMap.newKeySet())
                        .add(ref)) {
            follow(store.track(ref, null, LOGIN, holder));
        }
    }
}
