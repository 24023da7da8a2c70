package io.keyweave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page of the documentation that is made from code.
 *
 * @param page its file
 * @param begin the line before it
 * @param end the line after it
 */
public record PagePart(Path page, String begin, String end) {

    /** Fails unless the page shows this. */
    public void assertShows(String made, Class<?> maker) throws IOException {
        String text = Files.readString(page);
        assertTrue(text.contains(begin) && text.contains(end), () -> "no such part in " + page);
        assertEquals(with(made, text), text, () -> "run " + maker.getSimpleName() + ".main in config-provider/");
    }

    /** Lets the page show this. */
    public void write(String made) throws IOException {
        Files.writeString(page, with(made, Files.readString(page)));
    }

    private String with(String made, String text) {
        return text.substring(0, text.indexOf(begin) + begin.length()) + made + text.substring(text.indexOf(end));
    }
}
