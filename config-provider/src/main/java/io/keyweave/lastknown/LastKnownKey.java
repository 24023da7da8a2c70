package io.keyweave.lastknown;

import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of the files: 32 bytes from the file that {@code last-known-key} names, or from systemd's credential {@value #CREDENTIAL}. Not one
 * wrapped by Key Vault: it would be needed when the vault is down.
 *
 * @param id tells files of this key from others; nothing of the key can be computed from it
 */
record LastKnownKey(SecretKey key, byte[] id) {

    static final int ID_LENGTH = 8;

    private static final String CREDENTIAL = "keyweave-last-known-key";
    private static final int LENGTH = 32;
    private static final int LONGEST_FILE = 1024;

    /**
     * Reads it.
     *
     * @param values the directory that it must not be in
     * @throws LastKnownProblem saying what is wrong with the setting or the file
     */
    static LastKnownKey read(Settings settings, Path values) throws LastKnownProblem {
        Path file = file(settings);
        try {
            Path real = file.toRealPath();
            if (real.startsWith(real(values))) {
                throw new LastKnownProblem(
                        "the key " + file
                                + " is in the directory of the values, so whoever gets a copy of one has the other",
                        "Keep it elsewhere: a Kubernetes Secret, a systemd credential, a file of another volume");
            }
            String open = tooOpen(real);
            if (open != null) {
                throw new LastKnownProblem(
                        "the key " + file + " can be " + open,
                        "chmod 0400 it; of a Kubernetes Secret set defaultMode: 0440 and the pod's fsGroup");
            }
            return of(Files.size(real) > LONGEST_FILE ? new byte[0] : Files.readAllBytes(real), file);
        } catch (IOException e) {
            throw new LastKnownProblem(
                    "the key " + file + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Make it with `openssl rand -base64 32`, and let this user read it");
        }
    }

    /** As far as it exists, links followed. */
    private static Path real(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        return Files.exists(absolute) ? absolute.toRealPath() : absolute;
    }

    private static Path file(Settings settings) throws LastKnownProblem {
        String given = settings.text(Setting.LAST_KNOWN_KEY);
        String credentials = settings.environment("CREDENTIALS_DIRECTORY");
        try {
            if (given != null) {
                return Path.of(given);
            }
            if (credentials != null && Files.exists(Path.of(credentials, CREDENTIAL))) {
                return Path.of(credentials, CREDENTIAL);
            }
        } catch (InvalidPathException e) {
            throw new LastKnownProblem("last-known-key is not a path", "Give the path of the key file");
        }
        throw new LastKnownProblem(
                "last-known is set and there is no key",
                "Set last-known-key to a file that `openssl rand -base64 32` has made, or give systemd's unit"
                        + " LoadCredential=" + CREDENTIAL + ":PATH");
    }

    /** By whom it can be read or written who should not, or null. Where a file system has no such rights, they are the operator's business. */
    private static @Nullable String tooOpen(Path file) throws IOException {
        Set<PosixFilePermission> rights;
        try {
            rights = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return null;
        }
        if (rights.contains(PosixFilePermission.OTHERS_READ)) {
            return "read by others";
        }
        return rights.contains(PosixFilePermission.OTHERS_WRITE) || rights.contains(PosixFilePermission.GROUP_WRITE)
                ? "written by others"
                : null;
    }

    private static LastKnownKey of(byte[] content, Path file) throws LastKnownProblem {
        byte[] bytes = bytes(content);
        if (bytes == null) {
            throw new LastKnownProblem(
                    "the key " + file + " does not hold 32 bytes, as they are, in base64 or in hexadecimal digits",
                    "Make it with `openssl rand -base64 32`");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            byte[] id = mac.doFinal("keyweave last-known key id".getBytes(StandardCharsets.US_ASCII));
            return new LastKnownKey(new SecretKeySpec(bytes, "AES"), Arrays.copyOf(id, ID_LENGTH));
        } catch (GeneralSecurityException e) {
            throw new LastKnownProblem(
                    "this JVM has no HMAC-SHA256 (" + e.getClass().getSimpleName() + ")",
                    "Remove last-known, or use a JVM with the provider SunJCE");
        }
    }

    private static byte @Nullable [] bytes(byte[] content) {
        if (content.length == LENGTH) {
            return content;
        }
        String text = new String(content, StandardCharsets.US_ASCII).trim();
        try {
            byte[] bytes = text.length() == LENGTH * 2
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
            return bytes.length == LENGTH ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "LastKnownKey";
    }
}
