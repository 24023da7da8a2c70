package io.keyweave.devvault.gcp;

import java.time.Instant;

/** One version of a secret, immutable. {@link #toString} hides the payload. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares versions
record StoredVersion(int number, byte[] payload, VersionState state, Instant created) {

    /** The same in another state; destroying removes the payload for good. */
    StoredVersion in(VersionState next) {
        return new StoredVersion(number, next == VersionState.DESTROYED ? new byte[0] : payload, next, created);
    }

    @Override
    public String toString() {
        return "version " + number + ", " + state;
    }
}
