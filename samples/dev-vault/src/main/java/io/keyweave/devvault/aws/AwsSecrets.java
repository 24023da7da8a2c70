package io.keyweave.devvault.aws;

import io.keyweave.devvault.aws.AwsSecret.Access;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one account in one region. The methods here are what an operator does in the console; they are not recorded.
 * Whoever has credentials may read every secret until {@link #refuse} or {@link #refuseKey} says otherwise. Thread-safe.
 */
public final class AwsSecrets {

    private final String account;
    private final String region;
    private final Map<String, AwsSecret> secrets = new TreeMap<>();

    AwsSecrets(String account, String region) {
        this.account = account;
        this.region = region;
    }

    /**
     * Gives a secret, which may be new, this value: it becomes AWSCURRENT, and what was current AWSPREVIOUS.
     *
     * @return the id of the version
     */
    public synchronized String put(String name, String value) {
        return create(name).add(value, null, AwsSecret.CURRENT);
    }

    /** {@link #put} for a binary value. */
    public synchronized String putBinary(String name, byte[] value) {
        return create(name).add(null, value.clone(), AwsSecret.CURRENT);
    }

    /** The first step of a rotation: a version under the label AWSPENDING. */
    public synchronized String prepare(String name, String value) {
        return create(name).add(value, null, AwsSecret.PENDING);
    }

    /** The last step of a rotation: the pending version becomes the current one. */
    public synchronized void promote(String name) {
        if (!existing(name).promote()) {
            throw new NoSuchElementException(name + " has no version AWSPENDING");
        }
    }

    /** The ARN, with the six characters that Secrets Manager adds to the name. */
    public synchronized String arn(String name) {
        return existing(name).arn();
    }

    /** Schedules a secret for deletion: reading it is InvalidRequestException. */
    public synchronized void delete(String name) {
        existing(name).markForDeletion(true);
    }

    /** Takes a deletion back. */
    public synchronized void restore(String name) {
        existing(name).markForDeletion(false);
    }

    /** Removes a secret for good, as after its recovery window. */
    public synchronized void purge(String name) {
        secrets.remove(existing(name).name());
    }

    /** From now on no policy allows to read it. */
    public synchronized void refuse(String name) {
        existing(name).access(Access.REFUSED);
    }

    /** From now on its policy allows to read it, and its KMS key's policy does not allow to decrypt it. */
    public synchronized void refuseKey(String name) {
        existing(name).access(Access.KEY_REFUSED);
    }

    /** Its KMS key is disabled or gone. */
    public synchronized void disableKey(String name) {
        existing(name).access(Access.KEY_UNUSABLE);
    }

    /** Everything about it is allowed again. */
    public synchronized void allow(String name) {
        existing(name).access(Access.ALLOWED);
    }

    /** Works on the secret of this name or ARN, complete or without its last six characters; on null when there is none. */
    synchronized <T> T with(String id, Function<@Nullable AwsSecret, T> work) {
        AwsSecret found = secrets.get(id);
        if (found == null) {
            for (AwsSecret each : secrets.values()) {
                if (each.arn().equals(id)
                        || each.arn().substring(0, each.arn().length() - 7).equals(id)) {
                    found = each;
                }
            }
        }
        return work.apply(found);
    }

    private AwsSecret create(String name) {
        return secrets.computeIfAbsent(
                name,
                fresh -> new AwsSecret(
                        fresh,
                        "arn:aws:secretsmanager:" + region + ":" + account + ":secret:" + fresh + "-"
                                + UUID.randomUUID().toString().substring(0, 6)));
    }

    private AwsSecret existing(String name) {
        AwsSecret secret = secrets.get(name);
        if (secret == null) {
            throw new NoSuchElementException(account + " has no such secret in " + region + ": " + name);
        }
        return secret;
    }
}
