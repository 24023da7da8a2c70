package io.keyweave.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs an agent of the tests. */
final class OtherAgent {

    private OtherAgent() {}

    /** @param nested simple names of further classes, as files name them */
    static Path jar(Path directory, Class<?> premain, String... nested) throws IOException {
        Path jar = directory.resolve(premain.getSimpleName() + ".jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), premain.getName());
        attributes.put(new Attributes.Name("Can-Retransform-Classes"), "true");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            add(out, premain, premain.getSimpleName());
            for (String name : nested) {
                add(out, premain, name);
            }
        }
        return jar;
    }

    private static void add(JarOutputStream out, Class<?> premain, String name) throws IOException {
        out.putNextEntry(new JarEntry(premain.getPackageName().replace('.', '/') + "/" + name + ".class"));
        try (InputStream in = premain.getResourceAsStream(name + ".class")) {
            Objects.requireNonNull(in, name).transferTo(out);
        }
        out.closeEntry();
    }
}
