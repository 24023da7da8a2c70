package com.example.provider;

import io.keyweave.ConfigProvider;
import io.keyweave.Failure;
import io.keyweave.ProviderSettings;
import io.keyweave.ReferenceGrammar;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** {@code $<file:/mnt/secrets/db-password>}: secrets that Secrets Store CSI, External Secrets or Docker mount as files. */
public final class FileProvider implements ConfigProvider {

    @Override
    public String scheme() {
        return "file";
    }

    @Override
    public ReferenceGrammar grammar(ProviderSettings settings) {
        return new FileGrammar();
    }

    @Override
    public void configure(ProviderSettings settings) {}

    @Override
    public Secret fetch(SecretRef ref, Duration timeout) {
        Path file = Path.of(ref.path());
        try {
            // A mount changes by a link to another directory: the version is when the file behind it was written.
            long written = Files.getLastModifiedTime(file.toRealPath()).toMillis();
            return Secret.of(Files.readString(file), Long.toString(written, Character.MAX_RADIX));
        } catch (NoSuchFileException e) {
            throw failed(
                    Failure.Kind.MISSING,
                    ref,
                    "There is no such file.",
                    "Look at the volume: ls -l " + ref.container());
        } catch (AccessDeniedException e) {
            throw failed(
                    Failure.Kind.REFUSED, ref, "This process may not read the file.", "Set its owner or defaultMode.");
        } catch (CharacterCodingException e) {
            throw failed(Failure.Kind.INVALID_RESPONSE, ref, "The file is not UTF-8.", "Mount it as Base64 text.");
        } catch (IOException e) {
            throw failed(
                    Failure.Kind.UNREACHABLE, ref, "The file cannot be read now.", "Look at the volume and the node.");
        }
    }

    private static SecretException failed(Failure.Kind kind, SecretRef ref, String cause, String remedy) {
        return new SecretException(Failure.local(kind, ref, cause, remedy));
    }

    @Override
    public String service(SecretRef ref) {
        return "the directory " + ref.container();
    }

    @Override
    public void close() {}
}
