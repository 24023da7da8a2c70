package io.keyweave.agent.trust;

import org.jspecify.annotations.Nullable;

/**
 * The file that a stream or reader reads.
 *
 * @param path the path as it was opened, possibly relative
 * @param archive whether the text is an entry of the archive at {@code path}, not the file itself
 * @param entry the name of that entry where the stream knows it
 */
public record StreamOrigin(String path, boolean archive, @Nullable String entry) {

    static StreamOrigin file(String path) {
        return new StreamOrigin(path, false, null);
    }

    static StreamOrigin archive(String path) {
        return new StreamOrigin(path, true, null);
    }

    /** For messages: {@code /etc/app/db.properties}, {@code app.properties in /srv/app.jar}. */
    public String place() {
        return entry == null ? path : entry + " in " + path;
    }

    @Override
    public String toString() {
        return place();
    }
}
