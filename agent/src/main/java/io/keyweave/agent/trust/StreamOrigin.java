package io.keyweave.agent.trust;

import org.jspecify.annotations.Nullable;

/**
 * The file or the class path resource that a stream or reader reads.
 *
 * @param path the path as it was opened, possibly relative
 * @param archive whether the text is an entry of the archive at {@code path}, not the file itself
 * @param entry the name of that entry where the stream knows it
 * @param resource whether a class loader that counts as class path handed it out; {@code path} is then of no concern
 */
public record StreamOrigin(String path, boolean archive, @Nullable String entry, boolean resource) {

    /** The file at that path. */
    public static StreamOrigin file(String path) {
        return new StreamOrigin(path, false, null, false);
    }

    static StreamOrigin archive(String path) {
        return new StreamOrigin(path, true, null, false);
    }

    static StreamOrigin resource(String streamClass) {
        return trusted("a class path resource (" + streamClass + ")");
    }

    /** What is trusted without being a file, as messages call it. */
    public static StreamOrigin trusted(String place) {
        return new StreamOrigin(place, false, null, true);
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
