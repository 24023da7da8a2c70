package io.keyweave.devvault.gcp;

/** What state a version of a secret is in. Only an enabled one can be read; a destroyed one has no payload any more. */
enum VersionState {
    ENABLED,
    DISABLED,
    DESTROYED
}
