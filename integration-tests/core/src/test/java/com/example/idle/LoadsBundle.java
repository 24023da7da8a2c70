package com.example.idle;

import java.util.ResourceBundle;

/** Reads a properties file and names no class that does. */
public final class LoadsBundle {

    private LoadsBundle() {}

    public static void main(String[] args) {
        try {
            System.out.println(
                    ResourceBundle.getBundle("com.example.idle.messages").getString("password"));
        } catch (RuntimeException refused) {
            System.out.println("refused: " + (refused.getCause() == null ? refused : refused.getCause()));
        }
    }
}
