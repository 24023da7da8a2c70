package com.example.harmless;

import java.util.ResourceBundle;

/** Brings its logging as a {@code System.LoggerFinder}, as SLF4J's and Log4j's bridges do, and says whether somebody started it before {@code main}. */
public final class OwnLoggerFinder {

    private static volatile String maker = "nobody";

    private OwnLoggerFinder() {}

    /** The service. */
    public static final class Finder extends System.LoggerFinder {
        public Finder() {
            maker = Thread.currentThread().getName();
        }

        @Override
        public System.Logger getLogger(String name, Module module) {
            return new Silent(name);
        }
    }

    private record Silent(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {}

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {}
    }

    public static void main(String[] args) {
        System.out.println("made before main by " + maker);
        System.getLogger("app").log(System.Logger.Level.INFO, "first use");
        System.out.println("made by " + maker);
        System.out.println("secret=" + System.getProperty("app.secret"));
    }
}
