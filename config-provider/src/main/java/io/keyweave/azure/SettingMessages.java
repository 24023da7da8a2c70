package io.keyweave.azure;

import static io.keyweave.Log.Level.ERROR;

import io.keyweave.MessageCode;

/** What is told of settings of the connection to a vault. */
final class SettingMessages {

    static final MessageCode CA = new MessageCode(
            "KW-5111",
            ERROR,
            "{origin}: {problem}.",
            "Give ca= the path of a file with PEM certificates (-----BEGIN CERTIFICATE-----).");

    static final MessageCode PROXY = new MessageCode(
            "KW-5112",
            ERROR,
            "{problem}.",
            "Correct the proxy setting: http://[user:password@]host:port, with special characters percent-encoded, and no placeholder in it.");

    static final MessageCode IPV6_ADDRESS = new MessageCode(
            "KW-5113",
            ERROR,
            "vault.{alias} has an IPv6 address for a host, which the Azure SDK cannot ask.",
            "Give it a host name, as the vault's certificate does.");

    private SettingMessages() {}
}
