package io.keyweave.devvault.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One secret: its versions, which staging label is at which, and what is wrong with it. Guarded by its {@link AwsSecrets}. */
final class AwsSecret {

    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";
    static final String PENDING = "AWSPENDING";

    /** What a read meets. */
    enum Access {
        ALLOWED,
        REFUSED,
        KEY_REFUSED,
        KEY_UNUSABLE
    }

    /**
     * A version.
     *
     * @param text null when it is binary
     * @param binary null when it is text
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Version(String id, @Nullable String text, byte @Nullable [] binary, Instant created) {

        @Override
        public String toString() {
            return "Version[" + id + "]";
        }
    }

    private final String name;
    private final String arn;
    private final Map<String, Version> versions = new LinkedHashMap<>();
    private final Map<String, String> stages = new LinkedHashMap<>();
    private Access access = Access.ALLOWED;
    private boolean markedForDeletion;

    AwsSecret(String name, String arn) {
        this.name = name;
        this.arn = arn;
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    Access access() {
        return access;
    }

    void access(Access now) {
        access = now;
    }

    boolean markedForDeletion() {
        return markedForDeletion;
    }

    void markForDeletion(boolean marked) {
        markedForDeletion = marked;
    }

    /** Adds a version under this label. */
    String add(@Nullable String text, byte @Nullable [] binary, String stage) {
        String id = UUID.randomUUID().toString();
        versions.put(id, new Version(id, text, binary, Instant.now()));
        label(stage, id);
        return id;
    }

    /** What the last step of a rotation does: the pending version becomes the current one. */
    boolean promote() {
        String pending = stages.get(PENDING);
        if (pending == null) {
            return false;
        }
        label(CURRENT, pending);
        return true;
    }

    private void label(String stage, String id) {
        String former = stages.put(stage, id);
        if (stage.equals(CURRENT) && former != null && !former.equals(id)) {
            stages.put(PREVIOUS, former);
        }
    }

    @Nullable
    Version version(String id) {
        return versions.get(id);
    }

    @Nullable
    Version staged(String stage) {
        String id = stages.get(stage);
        return id == null ? null : versions.get(id);
    }

    /** The labels of a version. */
    List<String> stages(String id) {
        List<String> labels = new ArrayList<>();
        for (Map.Entry<String, String> stage : stages.entrySet()) {
            if (stage.getValue().equals(id)) {
                labels.add(stage.getKey());
            }
        }
        return labels;
    }
}
