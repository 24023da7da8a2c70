package io.keyweave.agent.login;

/**
 * A credential and the version it is from.
 *
 * @param credential the credential
 * @param version version of the password's secret, with that of the user name's where it is another secret
 */
record CredentialVersion(Credential credential, String version) {}
