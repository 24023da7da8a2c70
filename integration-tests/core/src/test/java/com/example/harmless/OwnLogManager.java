package com.example.harmless;

import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Chooses its log manager in {@code main}, as application servers and test runners do. */
public final class OwnLogManager {

    /** Not the main class itself: initialising that would initialise {@code LogManager} before {@code main}. */
    public static final class Manager extends LogManager {}

    private OwnLogManager() {}

    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", Manager.class.getName());
        Logger.getLogger("app").fine("first use");
        System.out.println("manager=" + LogManager.getLogManager().getClass().getName());
        System.out.println("secret=" + System.getProperty("app.secret"));
    }
}
