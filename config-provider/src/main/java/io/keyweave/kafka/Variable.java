package io.keyweave.kafka;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.LogEvent;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.pem.CertificateBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One variable of a configuration, tied to its secret. Thread-safe. */
final class Variable {

    private final VariableText text;
    private final SecretRef secret;
    private final LiveValue live;
    private final @Nullable SecretFiles files;
    private final @Nullable Reload reload;
    private final EventLog log;

    private volatile @Nullable Made made;
    private volatile boolean served;

    /** What was made of the secret's text last: reading PKCS#12 takes milliseconds, and Connect asks four times a tick. */
    private record Made(String from, String value) {}

    /**
     * @param period the time between two ticks of Connect, or {@code null} for none
     * @param files where {@code ?as=file} writes, or {@code null} when no directory is set
     */
    Variable(
            VariableText text,
            SecretRef secret,
            LiveValue live,
            @Nullable SecretFiles files,
            @Nullable Duration period,
            EventLog log) {
        this.text = text;
        this.secret = secret;
        this.live = live;
        this.files = files;
        this.log = log;
        this.reload = period == null || secret.pinned() ? null : new Reload(period);
    }

    SecretRef secret() {
        return secret;
    }

    LiveValue live() {
        return live;
    }

    VariableText text() {
        return text;
    }

    /** Whether it is the value of that secret, whichever version. */
    boolean follows(SecretRef other) {
        return secret.container().equals(other.container()) && secret.name().equalsIgnoreCase(other.name());
    }

    /** Whether its secret has a value now. */
    boolean present() {
        return live.present();
    }

    /** What keeps Connect's ticks right, or {@code null} when there are none for this variable. */
    @Nullable
    Reload reload() {
        return reload;
    }

    /** Whether a value was ever answered. */
    boolean served() {
        return served;
    }

    /**
     * The value now, or {@code null} when there is none.
     *
     * @throws SecretException when the secret is not what the variable makes of it; says why, quotes nothing
     */
    @Nullable
    String value() {
        String from = live.current();
        if (from == null) {
            return null;
        }
        served = true;
        Made last = made;
        if (last != null && last.from.equals(from) && text.file() == null) {
            return last.value;
        }
        try {
            String value = file(part(from));
            made = new Made(from, value);
            return value;
        } catch (SecretException e) {
            if (last == null) {
                throw e;
            }
            // A new version that cannot be used is the operator's slip: the last good one goes on.
            log.write(LogEvent.of(KafkaMessages.VERSION_BEFORE_STAYS)
                    .with("secret", secret)
                    .with("problem", e.getMessage()));
            return last.value;
        }
    }

    private String part(String from) {
        if (text.part() == null || from.isEmpty()) {
            return from;
        }
        try {
            CertificateBundle bundle = CertificateBundle.read(from);
            return switch (text.part()) {
                case KEY -> bundle.key();
                case CHAIN -> bundle.chain();
                case TRUST -> bundle.trust();
            };
        } catch (IllegalArgumentException e) {
            throw unusable(
                    "is not the certificate #pem- asks for: " + Objects.requireNonNull(e.getMessage()) + ".",
                    "Name the certificate itself; its secret has the same name.");
        }
    }

    private String file(String content) {
        VariableText.FileForm form = text.file();
        if (form == null) {
            return content;
        }
        if (files == null) {
            throw unusable(
                    "is to be a file, and the parameter file.dir is not set.",
                    "Set it to a directory on a memory file system.");
        }
        try {
            Path file =
                    switch (form) {
                        case TEXT ->
                            files.write(content.getBytes(StandardCharsets.UTF_8), text.part() == null ? "" : ".pem");
                        case BINARY -> files.write(decode(content), "");
                    };
            return file.toString();
        } catch (IOException e) {
            throw unusable("cannot be written to a file: " + e + ".", "Make file.dir writable for this process.");
        }
    }

    private byte[] decode(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw unusable("is not base64, as ?as=base64-file asks for.", "Use ?as=file for a text.");
        }
    }

    private SecretException unusable(String cause, String remedy) {
        return new SecretException(Failure.local(
                        Failure.Kind.MALFORMED, secret, text.origin() + ": the secret " + secret + " " + cause, remedy)
                .coded(KafkaMessages.UNUSABLE.code()));
    }
}
