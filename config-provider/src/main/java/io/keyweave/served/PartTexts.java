package io.keyweave.served;

import io.keyweave.served.TextDigests.Digest;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one part: the current one, and of the last eight former versions enough to recognise them. There is one {@code String} for each
 * version, and every placeholder that is just this part reads as that object: whoever passes it is told from whoever passes an equal text.
 * Former ones are held weakly, so they last as long as somebody else holds them. Thread-safe.
 */
final class PartTexts {

    static final int MAX_VERSIONS = 8;

    private final SecretPart part;
    private final TextDigests digests;
    private final ReferenceQueue<Object> collected;
    private final Map<String, Former> former = new LinkedHashMap<>();
    private @Nullable Current current;

    /** The digest is made when it is needed. */
    private static final class Current {
        private final String version;
        private final String text;
        private @Nullable Digest digest;

        Current(String version, String text, @Nullable Digest digest) {
            this.version = version;
            this.text = text;
            this.digest = digest;
        }

        boolean is(String otherVersion, String otherText) {
            return version.equals(otherVersion) && text.equals(otherText);
        }

        Digest digest(TextDigests digests) {
            Digest made = digest;
            if (made == null) {
                made = digests.of(text);
                digest = made;
            }
            return made;
        }
    }

    private record Former(Digest digest, WeakReference<String> text) {}

    /** Where the digest of a text leads to its parts. */
    interface Index {
        void add(Digest digest, PartTexts texts);

        void remove(Digest digest, PartTexts texts);
    }

    /** @param collected takes a reference to each former text that nobody holds any more */
    PartTexts(SecretPart part, TextDigests digests, ReferenceQueue<Object> collected) {
        this.part = part;
        this.digests = digests;
        this.collected = collected;
    }

    SecretPart part() {
        return part;
    }

    /** The one object for that text of that version. A version not seen before is taken for the current one. */
    synchronized String only(String version, String given, Index index) {
        Current now = current;
        if (now != null && now.is(version, given)) {
            return now.text;
        }
        Former known = former.get(version);
        if (known == null) {
            return become(version, given, index).text;
        }
        String kept = known.text.get();
        if (kept != null && kept.equals(given)) {
            return kept;
        }
        if (kept == null) {
            former.put(version, new Former(known.digest, new WeakReference<>(given, collected)));
        }
        return given;
    }

    /** That version is the current one; its text can be found from now on. */
    synchronized void current(String version, String given, Index index) {
        Current now = become(version, given, index);
        if (!given.isEmpty()) {
            index.add(now.digest(digests), this);
        }
    }

    private Current become(String version, String given, Index index) {
        Current now = current;
        if (now != null && now.is(version, given)) {
            return now;
        }
        Former before = former.get(version);
        String kept = before == null ? null : before.text.get();
        String text = kept != null && kept.equals(given) ? kept : given;
        retire(index);
        // Where only the version's name has changed the object and its digest stay.
        Current next = now != null && now.text.equals(given)
                ? new Current(version, now.text, now.digest)
                : new Current(version, text, null);
        current = next;
        return next;
    }

    /** That version is no longer the current one. */
    synchronized void former(String version, String given, Index index) {
        only(version, given, index);
        Current now = current;
        if (now != null && now.version.equals(version)) {
            clear(index);
        }
    }

    /** There is no current text. */
    synchronized void clear(Index index) {
        retire(index);
        current = null;
    }

    /** Whether somebody holds a text of a former version; the current one is held here. */
    synchronized boolean textHeld() {
        for (Former one : former.values()) {
            if (!one.text.refersTo(null)) {
                return true;
            }
        }
        return false;
    }

    /** Adds to each former version how many of its texts somebody holds. */
    synchronized void countHeld(Map<String, Integer> held) {
        for (Map.Entry<String, Former> one : former.entrySet()) {
            if (!one.getValue().text.refersTo(null)) {
                held.merge(one.getKey(), 1, Integer::sum);
            }
        }
    }

    /** Nothing of it is recognised any more. */
    synchronized void forget(Index index) {
        for (Former one : former.values()) {
            index.remove(one.digest, this);
        }
        former.clear();
    }

    private void retire(Index index) {
        Current old = current;
        if (old == null || old.text.isEmpty()) {
            return;
        }
        Digest digest = old.digest(digests);
        index.add(digest, this);
        former.remove(old.version);
        former.put(old.version, new Former(digest, new WeakReference<>(old.text, collected)));
        if (former.size() > MAX_VERSIONS) {
            Former gone = former.remove(former.keySet().iterator().next());
            if (gone != null && versionOf(gone.digest) == null) {
                index.remove(gone.digest, this);
            }
        }
    }

    /** The version that has, or of the former ones the newest that had, the text of that digest; otherwise null. */
    synchronized @Nullable String versionOf(Digest wanted) {
        Current now = current;
        return now != null && wanted.equals(now.digest) ? now.version : formerVersionOf(wanted);
    }

    private @Nullable String formerVersionOf(Digest wanted) {
        String found = null;
        for (Map.Entry<String, Former> one : former.entrySet()) {
            if (one.getValue().digest.equals(wanted)) {
                found = one.getKey();
            }
        }
        return found;
    }

    /** The text of that version, if it is the current one. */
    synchronized @Nullable String textOf(String version) {
        Current now = current;
        return now != null && now.version.equals(version) ? now.text : null;
    }

    /** Whether this is the very object that the application was given, of the current or a former version. */
    @SuppressWarnings("ReferenceEquality")
    synchronized boolean isOne(String passed) {
        Current now = current;
        if (now != null && now.text == passed) {
            return true;
        }
        for (Former one : former.values()) {
            if (one.text.refersTo(passed)) {
                return true;
            }
        }
        return false;
    }
}
