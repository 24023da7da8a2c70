package io.keyweave.agent.instrument;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes that have a {@link Patch} when the JVM loads or retransforms them. Registered as able to retransform, it works on the
 * bytes other agents produced and they on its. Thread-safe.
 */
public final class PatchTransformer implements ClassFileTransformer {

    /**
     * What nobody can define. A class of a library that the agent cannot patch, because the thread is at the end of its stack, is not loaded there: the same
     * class, loaded by another thread, is patched.
     */
    private static final byte[] NO_CLASS = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE};

    private static volatile @Nullable PatchTransformer running;

    private final Hooks hooks;
    private final PatchCatalog patches;
    private final UnseenClasses unseen;

    /** The agent's own. */
    private final @Nullable ClassLoader weaving;

    private volatile boolean templates;
    private volatile boolean loadedArePatched;

    /** A class may be loaded and not patched, because a thread was at the end of its stack. */
    private volatile boolean stackEnded;

    private volatile @Nullable LatePatches late;

    /** Classes of the boot loader that were loaded, or are not there. */
    private final List<String> loadedOfBootLoader = new ArrayList<>(0);

    private volatile @Nullable PatchListener listener;

    /** @param weaver see {@link WeaverFunction} */
    public PatchTransformer(
            Hooks.BridgeTable bridge,
            Function<@Nullable Object[], byte @Nullable []> weaver,
            PatchCatalog patches,
            UnseenClasses unseen) {
        this.unseen = unseen;
        this.hooks = new Hooks(bridge, weaver);
        this.patches = patches;
        this.weaving = weaver.getClass().getClassLoader();
    }

    /** Makes it the one that {@link #templateAppears} tells. */
    public void run() {
        running = this;
    }

    /**
     * To be called when there is a first template, before anybody reads it: from now on all patches are needed, and one that does not fit is worth
     * telling.
     */
    public static void templateAppears(PatchListener listener) {
        PatchTransformer transformer = running;
        if (transformer != null && !transformer.loadedArePatched) {
            transformer.listener = listener;
            transformer.patches.prepare();
            transformer.templates = true;
            transformer.patchLoaded();
            transformer.loadedArePatched = true;
        }
    }

    /** Whether {@link #templateAppears} is still to be called, or was left by an error such as the end of the stack. */
    public static boolean templateUnknown() {
        PatchTransformer transformer = running;
        return transformer != null && !transformer.loadedArePatched;
    }

    /** Patches classes of every loader that were loaded before their patch was needed. */
    public void patchLoaded() {
        patch(Jvm.instrumentation().getAllLoadedClasses());
    }

    /**
     * The same for the classes of the application's loader, some dozens: looking at every class of the JVM costs an idle start a tenth of its CPU
     * time. With an AOT cache of linked classes, JDK 25 loads what the application needed last time, its libraries included, before any agent is
     * asked.
     */
    public void patchLoadedOfApplication() {
        patch(Jvm.instrumentation().getInitiatedClasses(ClassLoader.getSystemClassLoader()));
    }

    private void patch(Class<?>[] loaded) {
        Instrumentation jvm = Jvm.instrumentation();
        List<Class<?>> found = new ArrayList<>(0);
        for (Class<?> type : loaded) {
            if (needsPatch(type)) {
                found.add(type);
            }
        }
        if (found.isEmpty()) {
            return;
        }
        try {
            jvm.retransformClasses(found.toArray(new Class<?>[0]));
        } catch (Exception | LinkageError | InternalError oneOfThem) {
            for (Class<?> type : found) {
                patchAlone(jvm, type);
            }
        }
    }

    private static void patchAlone(Instrumentation jvm, Class<?> type) {
        try {
            jvm.retransformClasses(type);
        } catch (Exception | LinkageError | InternalError accident) {
            InternalErrors.add("patching ".concat(type.getName()), accident);
        }
    }

    /** Whether a class has a patch that it was not given. */
    boolean needsPatch(Class<?> type) {
        if (type.isArray() || type.isHidden() || type.isPrimitive()) {
            return false;
        }
        String name = type.getName();
        ClassLoader loader = type.getClassLoader();
        if (!patches.mayFind(name, loader)) {
            return false;
        }
        if (!hooks.has(name, loader)) {
            return patches.find(name.replace('.', '/'), loader, templates) != null;
        }
        if (templates) {
            report(name, loader, type.getProtectionDomain());
        }
        return false;
    }

    private void report(String className, @Nullable ClassLoader loader, @Nullable ProtectionDomain domain) {
        PatchListener told = listener;
        List<String> missing = told == null ? List.of() : hooks.missing(className, loader);
        PatchList list = missing.isEmpty() ? null : patches.listOf(className.replace('.', '/'));
        if (told != null && list != null) {
            CodeSource source = domain == null ? null : domain.getCodeSource();
            int dot = className.lastIndexOf('.');
            told.notMatched(
                    list,
                    className,
                    missing,
                    source == null ? null : source.getLocation(),
                    loader == null || dot < 0 ? null : loader.getDefinedPackage(className.substring(0, dot)));
        }
    }

    /** Every patch and how far it is. */
    public static List<PatchState> states() {
        List<PatchState> states = new ArrayList<>();
        PatchTransformer transformer = running;
        if (transformer != null) {
            for (PatchList list : transformer.patches.all()) {
                for (String className : list.classNames()) {
                    states.add(transformer.hooks.state(list.library(), className));
                }
            }
        }
        return states;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String givenName,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        String className = givenName;
        boolean ofLibrary = false;
        try {
            if (className == null) {
                // The class loader has not told it.
                className = ClassFiles.read(classFile).getClassName();
            }
            ofLibrary = classBeingRedefined == null && patches.isOfLibrary(className, loader);
            if (ofLibrary && !patchedLate(className, loader)) {
                return NO_CLASS;
            }
            if (loader != null && loader != weaving && domain != null && classBeingRedefined == null) {
                patches.defines(loader);
            }
            Patch patch = patches.find(className, loader, templates);
            if (patch == null) {
                return null;
            }
            if (classBeingRedefined != null) {
                patches.transformedAgain(className);
            }
            byte[] woven = hooks.weave(classFile, patch, loader);
            if (templates) {
                report(patch.className(), loader, domain);
            }
            return woven;
        } catch (StackOverflowError here) {
            if (ofLibrary && loader != null) {
                return NO_CLASS;
            }
            stackEnded = true;
            return null;
        } catch (Throwable accident) {
            InternalErrors.add("patching ".concat(String.valueOf(className)), accident);
            return null;
        }
    }

    /**
     * Patches what was loaded without being patched: whoever loads the next class of a library may use it.
     *
     * @return false when that has not been done, because the loading thread holds a lock that patching needs
     */
    private boolean patchedLate(String className, @Nullable ClassLoader loader) {
        LatePatches running = late;
        if (running != null && running.isCurrentThread()) {
            return true;
        }
        boolean found = loader != null && unseen.any(loader, this);
        List<String> ofBootLoader = loader == null ? notLoaded(className) : List.of();
        if (found || running == null && (stackEnded || !ofBootLoader.isEmpty())) {
            stackEnded |= found;
            StackRoom.require();
            running = new LatePatches(this, loader, ofBootLoader);
            late = running;
            running.start();
        }
        if (running == null || running.await() || loader == null || running.loader() != loader) {
            return true;
        }
        InternalErrors.add("patching classes that were loaded at the end of a stack", new IllegalStateException());
        return false;
    }

    /**
     * What is to be loaded before the first class of a library of the JDK is. The boot loader has no list of its classes, so one that the JVM has defined
     * without its patch is not found; loaded before, by a thread with stack enough, it is never defined without.
     */
    private List<String> notLoaded(String className) {
        String defined = className.replace('/', '.');
        List<String> missing = new ArrayList<>(1);
        for (String patched : patches.ofBootLoader(className, templates)) {
            if (patched.equals(defined)) {
                return List.of();
            }
            if (!hooks.has(patched, null)) {
                missing.add(patched);
            }
        }
        synchronized (loadedOfBootLoader) {
            missing.removeAll(loadedOfBootLoader);
        }
        return missing;
    }

    /** What {@link LatePatches} does. */
    void patchNow(LatePatches running) {
        for (String className : running.ofBootLoader()) {
            try {
                patch(new Class<?>[] {Class.forName(className, false, null)});
            } catch (ClassNotFoundException | LinkageError | SecurityException unknown) {
                // Not of this JDK, or not for this application.
            }
        }
        synchronized (loadedOfBootLoader) {
            loadedOfBootLoader.addAll(running.ofBootLoader());
        }
        if (stackEnded) {
            stackEnded = false;
            patchLoaded();
        }
        if (late == running) {
            late = null;
        }
    }
}
