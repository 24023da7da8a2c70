package io.keyweave.lastknown;

import io.keyweave.Secret;
import io.keyweave.store.LastKnownValues.LastKnown;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file, AES-256-GCM:
 *
 * <pre>
 * KWLK  1 byte format  8 bytes key id  12 bytes nonce  ciphertext  16 bytes tag
 * </pre>
 *
 * The nonce is drawn anew for each write. The header, and which secret of which vault it is, are associated data: a file that was renamed, or comes of another
 * vault behind the same alias, does not open. What is encrypted is filled up to a multiple of {@value #BLOCK} bytes, so that the length of a password does not
 * show.
 */
final class SealedValue {

    /** What is wrong with a file, as the end of a sentence; never what is in it. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String cause) {
            super(cause, null, false, false);
        }
    }

    private static final byte[] MAGIC = "KWLK".getBytes(StandardCharsets.US_ASCII);
    private static final byte FORMAT = 1;
    private static final int HEADER = MAGIC.length + 1 + LastKnownKey.ID_LENGTH;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int BLOCK = 256;
    private static final int MOST = 1 << 24;

    private SealedValue() {}

    /** @param bound names the secret and its vault */
    static byte[] seal(LastKnown value, LastKnownKey key, byte[] bound, SecureRandom random)
            throws GeneralSecurityException, IOException {
        byte[] header = header(key);
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] plain = plain(value);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key.key(), new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(bound);
        byte[] sealed = cipher.doFinal(plain);
        Arrays.fill(plain, (byte) 0);
        ByteArrayOutputStream file = new ByteArrayOutputStream(HEADER + NONCE + sealed.length);
        file.write(header);
        file.write(nonce);
        file.write(sealed);
        return file.toByteArray();
    }

    static LastKnown open(byte[] file, LastKnownKey key, byte[] bound) throws RefusedException {
        if (file.length < HEADER + NONCE + TAG + BLOCK) {
            throw new RefusedException("is cut short");
        }
        if (!Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new RefusedException("is not a file of Keyweave");
        }
        if (file[MAGIC.length] != FORMAT) {
            throw new RefusedException("has a format of another release of Keyweave");
        }
        byte[] header = header(key);
        if (!Arrays.equals(file, 0, HEADER, header, 0, HEADER)) {
            throw new RefusedException("was written under another key");
        }
        byte[] plain;
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key.key(), new GCMParameterSpec(TAG * 8, file, HEADER, NONCE));
            cipher.updateAAD(header);
            cipher.updateAAD(bound);
            plain = cipher.doFinal(file, HEADER + NONCE, file.length - HEADER - NONCE);
        } catch (AEADBadTagException e) {
            throw new RefusedException("was changed or cut short, or belongs to another secret or vault");
        } catch (GeneralSecurityException e) {
            throw new RefusedException(
                    "cannot be decrypted by this JVM (" + e.getClass().getSimpleName() + ")");
        }
        try {
            return value(plain);
        } catch (IOException | RuntimeException e) {
            throw new RefusedException("has a format of another release of Keyweave");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] header(LastKnownKey key) {
        byte[] header = Arrays.copyOf(MAGIC, HEADER);
        header[MAGIC.length] = FORMAT;
        System.arraycopy(key.id(), 0, header, MAGIC.length + 1, LastKnownKey.ID_LENGTH);
        return header;
    }

    private static byte[] plain(LastKnown value) throws IOException {
        Secret secret = value.secret();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(value.confirmed().toEpochMilli());
        write(out, secret.value());
        write(out, secret.version());
        write(out, secret.contentType());
        write(out, instant(secret.notBefore()));
        write(out, instant(secret.expires()));
        out.write(new byte[BLOCK - bytes.size() % BLOCK]);
        return bytes.toByteArray();
    }

    private static LastKnown value(byte[] plain) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
        Instant confirmed = Instant.ofEpochMilli(in.readLong());
        String value = read(in);
        String version = read(in);
        String contentType = read(in);
        String notBefore = read(in);
        String expires = read(in);
        if (value == null || version == null) {
            throw new IOException("no value");
        }
        return new LastKnown(
                new Secret(
                        value,
                        version,
                        contentType,
                        true,
                        notBefore == null ? null : Instant.parse(notBefore),
                        expires == null ? null : Instant.parse(expires)),
                confirmed);
    }

    private static @Nullable String instant(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static @Nullable String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > MOST) {
            throw new IOException("length");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
