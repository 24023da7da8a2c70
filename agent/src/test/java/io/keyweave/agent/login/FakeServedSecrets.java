package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import io.keyweave.served.SecretPart;
import io.keyweave.served.ServedValues.ServedPart;
import io.keyweave.served.VersionedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secrets of a JVM: what the vault holds, and what the JVM has seen of it. */
final class FakeServedSecrets implements ServedSecrets {

    private record Version(String name, Map<String, String> fields) {}

    private final Map<SecretRef, Version> vault = new HashMap<>();
    private final Map<SecretRef, List<Version>> seen = new HashMap<>();
    private final List<SecretPart> parts = new ArrayList<>();
    final Set<String> templates = new HashSet<>();
    final List<Object> kept = new ArrayList<>();
    final Set<SecretRef> keptSecrets = new HashSet<>();
    int refreshes;
    int previousAsked;
    private VersionedText before;

    /** The version that the service knows to have been current before. */
    void before(String version, String value) {
        before = new VersionedText(value, version);
    }

    @Override
    public List<VersionedText> previous(List<SecretPart> wanted) {
        previousAsked++;
        return before == null ? null : List.of(before);
    }

    static SecretRef ref(String name) {
        return new SecretRef("kv", "v", name, null);
    }

    /** Sets a version in the vault; the JVM sees it with the next refresh. */
    FakeServedSecrets put(String name, String version, String value) {
        return put(name, version, Map.of("", value));
    }

    synchronized FakeServedSecrets put(String name, String version, Map<String, String> fields) {
        vault.put(ref(name), new Version(version, fields));
        return this;
    }

    void revoke(String name) {
        vault.remove(ref(name));
        seen.get(ref(name)).add(null);
    }

    SecretPart read(String name) {
        return read(name, null);
    }

    /** The application has a placeholder of that secret. */
    SecretPart read(String name, String field) {
        SecretPart part = new SecretPart(ref(name), field, false);
        parts.add(part);
        see(part.secret());
        return part;
    }

    /** The JVM's scheduled refresh. */
    synchronized void see(String name) {
        see(ref(name));
    }

    private void see(SecretRef ref) {
        List<Version> versions = seen.computeIfAbsent(ref, r -> new ArrayList<>());
        Version now = vault.get(ref);
        if (now != null && (versions.isEmpty() || !now.equals(versions.get(versions.size() - 1)))) {
            versions.add(now);
        }
    }

    private static String text(Version version, SecretPart part) {
        return version == null ? null : version.fields.get(part.field() == null ? "" : part.field());
    }

    @Override
    public synchronized List<ServedPart> find(String text) {
        List<ServedPart> found = new ArrayList<>();
        for (SecretPart part : parts) {
            List<Version> versions = seen.get(part.secret());
            for (int i = versions.size() - 1; i >= 0; i--) {
                if (text.equals(text(versions.get(i), part))) {
                    found.add(new ServedPart(part, versions.get(i).name));
                    break;
                }
            }
        }
        return found;
    }

    @Override
    public synchronized List<VersionedText> read(List<SecretPart> wanted) {
        List<VersionedText> readings = new ArrayList<>();
        for (SecretPart part : wanted) {
            List<Version> versions = seen.get(part.secret());
            Version last = versions.get(versions.size() - 1);
            String text = text(last, part);
            if (text == null) {
                return null;
            }
            readings.add(new VersionedText(text, last.name));
        }
        return readings;
    }

    @Override
    public synchronized void refresh(Set<SecretRef> secrets) {
        refreshes++;
        secrets.forEach(this::see);
    }

    /** Compares texts as the store does: by the object. Of a test's constants there is one each. */
    @Override
    @SuppressWarnings("ReferenceEquality")
    public synchronized boolean isHandedOut(SecretPart part, String passed) {
        return seen.get(part.secret()).stream().anyMatch(version -> text(version, part) == passed);
    }

    @Override
    public Set<String> templates(SecretPart part) {
        return templates;
    }

    @Override
    public void keep(Set<SecretRef> secrets, Object holder) {
        kept.add(holder);
        keptSecrets.addAll(secrets);
    }
}
