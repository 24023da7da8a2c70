package io.keyweave.agent.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files that an operator has named with {@code trust=}, that hold a placeholder, and that none of the patched readers has read. Who reads them by other
 * means gets text, and no patch sees it: watching every file that an application opens would cost it far more than this look at a few.
 */
final class UnreadFiles extends SimpleFileVisitor<Path> {

    private static final int DEEPEST = 8;
    private static final int MOST_LOOKED_AT = 1_000;
    private static final int MOST_FOUND = 20;
    private static final int LARGEST = 1 << 20;

    private final Directory directory;
    private final PathGlob glob;
    private final Set<String> read;
    private final Set<String> found;
    private int lookedAt;

    private UnreadFiles(Directory directory, PathGlob glob, Set<String> read, Set<String> found) {
        this.directory = directory;
        this.glob = glob;
        this.read = read;
        this.found = found;
    }

    /** @param read normal paths of those that were read */
    static List<String> of(Directory directory, List<PathGlob> globs, Set<String> read) {
        Set<String> found = new TreeSet<>();
        for (PathGlob glob : globs) {
            try {
                Files.walkFileTree(
                        Path.of(beginning(glob.toString())),
                        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                        DEEPEST,
                        new UnreadFiles(directory, glob, read, found));
            } catch (IOException | InvalidPathException | SecurityException cannot) {
                // A directory that is not there or not ours to see. Nothing is known of it then.
            }
        }
        return List.copyOf(found);
    }

    /** The directories that a pattern names without a wildcard, or the whole of a path. */
    private static String beginning(String pattern) {
        int wild = 0;
        while (wild < pattern.length() && "*?".indexOf(pattern.charAt(wild)) < 0) {
            wild++;
        }
        return wild == pattern.length() ? pattern : pattern.substring(0, pattern.lastIndexOf('/', wild) + 1);
    }

    /** What begins with two dots is where Kubernetes keeps what its links in the directory lead to. */
    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith("..")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
        if (++lookedAt > MOST_LOOKED_AT || found.size() >= MOST_FOUND) {
            return FileVisitResult.TERMINATE;
        }
        String normal = directory.normal(path.toString());
        if (attributes.isRegularFile()
                && attributes.size() <= LARGEST
                && glob.matches(normal)
                && !read.contains(normal)
                && !normal.endsWith(".md")
                && holdsPlaceholder(path)) {
            found.add(normal);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException cannot) {
        return FileVisitResult.CONTINUE;
    }

    private static boolean holdsPlaceholder(Path path) throws IOException {
        String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).replace("&lt;", "<");
        for (int at = text.indexOf("$<"); at >= 0; at = text.indexOf("$<", at + 2)) {
            int line = text.lastIndexOf('\n', at) + 1;
            boolean escaped = at > 0 && text.charAt(at - 1) == '$';
            if (!escaped
                    && !comment(text.substring(line, at).stripLeading())
                    && PlaceholderLike.in(text.substring(at, Math.min(text.length(), at + 32)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean comment(String beginning) {
        return beginning.startsWith("#")
                || beginning.startsWith(";")
                || beginning.startsWith("!")
                || beginning.startsWith("//")
                || beginning.startsWith("<!--");
    }
}
