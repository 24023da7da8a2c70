package io.keyweave.agent.instrument;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The patches of one library, by class. Thread-safe once it is filled. */
public final class PatchList {

    private static final int SHAPES = 256;

    private record DeclaredPatch(boolean first, Function<String, ? extends @Nullable Patch> patch) {}

    private final String library;
    private final String purpose;
    private final Map<String, DeclaredPatch> entries = new LinkedHashMap<>();
    private final boolean[] shapes = new boolean[SHAPES];
    private String[] files = {};
    private Map<String, String[]> parts = Map.of();
    private boolean live;

    /**
     * @param library as its users call it: {@code the PostgreSQL driver}
     * @param purpose what its patches do, and what is missing without them: {@code a rotated password at the next connection}
     */
    public PatchList(String library, String purpose) {
        this.library = library;
        this.purpose = purpose;
    }

    /**
     * Adds a class that is patched once there is a template, in this JVM or in what is just being read.
     *
     * @param className as {@code Class.getName} writes it
     * @param patch makes a patch for each class loader that has the class, or null where it is not needed
     */
    public PatchList add(String className, Supplier<? extends @Nullable Patch> patch) {
        return add(className, name -> patch.get());
    }

    /** The same for a patch that is told its class. */
    public PatchList add(String className, Function<String, ? extends @Nullable Patch> patch) {
        put(className, new DeclaredPatch(false, patch));
        return this;
    }

    /** The same for several classes. */
    public PatchList add(Function<String, ? extends @Nullable Patch> patch, String... several) {
        for (String className : several) {
            add(className, patch);
        }
        return this;
    }

    /**
     * As {@link #add}, for a class that is patched in every JVM: one that reads text in which the first template may stand, or that logs in and
     * must not be given a placeholder.
     */
    public PatchList addFirst(String className, Supplier<? extends @Nullable Patch> patch) {
        return addFirst(className, name -> patch.get());
    }

    /** The same for a patch that is told its class. */
    public PatchList addFirst(String className, Function<String, ? extends @Nullable Patch> patch) {
        put(className, new DeclaredPatch(true, patch));
        return this;
    }

    /** The same for several classes. */
    public PatchList addFirst(Function<String, ? extends @Nullable Patch> patch, String... several) {
        for (String className : several) {
            addFirst(className, patch);
        }
        return this;
    }

    private void put(String className, DeclaredPatch patch) {
        entries.put(className, patch);
        shapes[shape(className)] = true;
    }

    /** Length and last character. */
    private static int shape(String name) {
        int length = name.length();
        return length * 7 + name.charAt(length - 1) & SHAPES - 1;
    }

    /**
     * Whether it is worth asking {@link #find}. Nearly all classes are told apart from the patched ones here, which costs less than one more form of their
     * name and its hash.
     *
     * @param name of a class, with dots or with slashes
     */
    public boolean mayHave(String name) {
        return shapes[shape(name)];
    }

    /**
     * Says which files the library reads, for whoever asks without running it.
     *
     * @param live whether a value is read again later, so that it follows a rotation; false when the library keeps a copy
     * @param files globs over file names, in lower case; with a slash, over the name and that of its directory
     */
    public PatchList reads(boolean live, String... files) {
        this.live = live;
        this.files = files;
        return this;
    }

    /**
     * The same for files that only a part of the library reads, which an application may be without.
     *
     * @param part the name of the part's class, without its package
     */
    public PatchList readsWith(String part, String... files) {
        if (parts.isEmpty()) {
            parts = new LinkedHashMap<>();
        }
        parts.put(part, files);
        return this;
    }

    /** Globs over the names of the files it reads; empty for a library that only logs in. */
    public List<String> files() {
        return List.of(files);
    }

    /** By the name of a class, without its package, the files that only it reads. */
    public Map<String, String[]> parts() {
        return parts;
    }

    /** Whether what it has read follows a rotation. */
    public boolean live() {
        return live;
    }

    public String library() {
        return library;
    }

    public String purpose() {
        return purpose;
    }

    /** The patched classes, as {@code Class.getName} writes them. */
    public List<String> classNames() {
        return new ArrayList<>(entries.keySet());
    }

    /**
     * @param className as {@code Class.getName} writes it
     * @param templates whether there is a template
     */
    public @Nullable Patch find(String className, boolean templates) {
        DeclaredPatch entry = entries.get(className);
        return entry == null || !templates && !entry.first ? null : entry.patch.apply(className);
    }
}
