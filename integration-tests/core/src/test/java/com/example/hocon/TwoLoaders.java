package com.example.hocon;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link HoconShell}'s first step in several class loaders, each with a HOCON of another version, and reads in all of them. */
public final class TwoLoaders {

    private TwoLoaders() {}

    /** @param args directories and jars: what all loaders share, then one HOCON for each */
    public static void main(String[] args) throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            URL[] urls = {
                Path.of(args[0]).toUri().toURL(), Path.of(args[i]).toUri().toURL()
            };
            URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            Object config = loader.loadClass("com.typesafe.config.ConfigFactory")
                    .getMethod("load", ClassLoader.class)
                    .invoke(null, loader);
            Class<?> type = loader.loadClass("com.typesafe.config.Config");
            answers.add((String) type.getMethod("getString", String.class).invoke(config, "db.password"));
        }
        System.out.println("passwords=" + answers);
    }
}
