package io.keyweave.gcp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code :access}. {@link #toString()} never shows the payload.
 *
 * @param project the number of the project, by which Google names it
 * @param rest the name of the secret behind the project, as {@link SecretResource#afterProject}
 * @param version the version's number
 * @param expected the CRC32C that Secret Manager computed, or {@code null} when it said none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
record SecretAnswer(String project, String rest, String version, byte[] payload, @Nullable Long expected) {

    /** The answer, or {@code null} when it is none of Secret Manager's. */
    static @Nullable SecretAnswer of(@Nullable AnswerBody body) {
        String name = body == null ? null : body.text("name");
        AnswerBody payload = body == null ? null : body.object("payload");
        if (name == null || payload == null || !name.startsWith("projects/")) {
            return null;
        }
        int project = name.indexOf('/', "projects/".length());
        int versions = name.lastIndexOf("/versions/");
        if (project < 0 || versions < project) {
            return null;
        }
        // A field that is empty is left out.
        String data = payload.text("data");
        String checksum = payload.text("dataCrc32c");
        try {
            return new SecretAnswer(
                    name.substring("projects/".length(), project),
                    name.substring(project, versions),
                    name.substring(versions + "/versions/".length()),
                    Base64.getDecoder().decode(data == null ? "" : data),
                    checksum == null ? null : Long.valueOf(checksum));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    long computed() {
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        return checksum.getValue();
    }

    /** Whether it arrived as it was sent. */
    boolean whole() {
        return expected == null || expected == computed();
    }

    /** The payload as text; bytes that are no UTF-8 in Base64. */
    String value() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            return Base64.getEncoder().encodeToString(payload);
        }
    }

    @Override
    public String toString() {
        return "projects/" + project + rest + "/versions/" + version;
    }
}
