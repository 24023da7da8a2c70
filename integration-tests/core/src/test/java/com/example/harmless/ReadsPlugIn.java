package com.example.harmless;

import java.io.File;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Properties;

/** Reads a secret from a plug-in's resource. Arguments: a directory, the name of a properties file in it. */
public final class ReadsPlugIn {

    private ReadsPlugIn() {}

    public static void main(String[] args) throws Exception {
        URL[] places = {new File(args[0]).toURI().toURL()};
        try (URLClassLoader plugIn = new URLClassLoader(places, null)) {
            plugIn.loadClass("com.example.trust.PlugIn");
            try (InputStream in = plugIn.getResourceAsStream(args[1])) {
                Properties properties = new Properties();
                properties.load(in);
                System.out.println("plug-in=" + properties.getProperty("app.secret"));
            }
        }
    }
}
