package com.example.idle;

/** The least an application can be. */
public final class SaysHello {

    private SaysHello() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
