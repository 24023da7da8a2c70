package io.keyweave.agent.patch.liberty;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.trust.LoaderResources;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a war, of a directory and of a loose application, from which Open Liberty reads {@code WEB-INF/web.xml}, {@code ibm-web-bnd.xml},
 * {@code persistence.xml} and every other descriptor. The streams are of its own classes, so their files cannot be told. Only what is deployed is
 * read there, classes included: who can put a descriptor there can put a class there.
 */
public final class LibertyPatches {

    private static final String[] ENTRIES = {
        "com.ibm.ws.artifact.zip.internal.ZipFileEntry",
        "com.ibm.ws.artifact.file.internal.FileEntry",
        "com.ibm.ws.artifact.loose.internal.LooseEntry",
    };

    private LibertyPatches() {}

    public static PatchList list() {
        return new PatchList("Open Liberty", "placeholders in deployment descriptors")
                .addFirst(LibertyPatches::find, ENTRIES);
    }

    private static Patch find(String name) {
        return ReaderPatch.of(name, new Hook("getInputStream", "()Ljava/io/InputStream;", new OpenedEntry()));
    }

    private static final class OpenedEntry implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object stream = call.proceed();
            Object entry = call.self();
            if (stream != null && entry != null) {
                String path = String.valueOf(Reflected.text(entry, "getPath"));
                // Classes come here by the thousand.
                if (!path.endsWith(".class")) {
                    LoaderResources.OF_JVM.deployed(stream, place(entry, path));
                }
            }
            return new Object[] {stream};
        }

        private static String place(Object entry, String path) {
            try {
                return String.valueOf(Reflected.get(entry, "getResource"));
            } catch (ReflectiveOperationException | RuntimeException noUrl) {
                return path;
            }
        }
    }
}
