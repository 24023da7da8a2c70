package io.keyweave.agent.instrument;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All patches. Thread-safe. */
public interface PatchCatalog {

    /**
     * Whether it is worth asking {@link #find}: true for each class that has a patch, and for few others.
     *
     * @param className as {@code Class.getName} writes it
     */
    boolean mayFind(String className, @Nullable ClassLoader loader);

    /**
     * @param className internal name, with slashes
     * @param loader of the class; null for the boot loader
     * @param templates whether there is a template in this JVM: without one only what reads the first one is patched
     */
    @Nullable
    Patch find(String className, @Nullable ClassLoader loader, boolean templates);

    /**
     * Whether a class is one of a library that has patches, and of the application. Whoever loads it may wait until another thread has patched classes: that
     * thread does not need it.
     *
     * @param className internal name, with slashes
     */
    boolean isOfLibrary(String className, @Nullable ClassLoader loader);

    /**
     * The classes of the boot loader that have a patch, of the library that a class is of; none when it is of no library.
     *
     * @param className internal name, with slashes
     * @param templates whether there is a template in this JVM
     * @return as {@code Class.getName} writes them
     */
    List<String> ofBootLoader(String className, boolean templates);

    /** To be called before there is a template, and outside of a transformer: what a class of the JDK needs must not need that class. */
    void prepare();

    /** A patched class was transformed once more, by us or by another agent. */
    void transformedAgain(String className);

    /** A class with a protection domain, which proxies have not, is about to be defined. */
    void defines(ClassLoader loader);

    /**
     * The list in which a class stands; null for a class loader and what it returns.
     *
     * @param className internal name, with slashes
     */
    @Nullable
    PatchList listOf(String className);

    /** All lists. */
    List<PatchList> all();
}
