package io.keyweave.test.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code docs/on-call.md}, where a code is found by itself or in a range of codes. */
final class OnCall {

    private static final Pattern CODES = Pattern.compile("KW-(\\d{4})(?: to KW-(\\d{4}))?");

    private static final String PAGE = page();

    private OnCall() {}

    /** Fails unless the page says what to do first about the code. */
    static void explains(@Nullable String code) {
        if (code == null) {
            throw new AssertionError("a failure without a code");
        }
        int wanted = Integer.parseInt(code.substring(3));
        Matcher codes = CODES.matcher(PAGE);
        while (codes.find()) {
            int from = Integer.parseInt(codes.group(1));
            int to = codes.group(2) == null ? from : Integer.parseInt(codes.group(2));
            if (from <= wanted && wanted <= to) {
                return;
            }
        }
        throw new AssertionError(code + " is not in docs/on-call.md");
    }

    private static String page() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("docs/on-call.md"))) {
            folder = folder.getParent();
        }
        try {
            return Files.readString(folder == null ? Path.of("docs/on-call.md") : folder.resolve("docs/on-call.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
