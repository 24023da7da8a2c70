package com.example.trust;

/** The class that makes a class loader one of code, when it is defined by it. */
public final class PlugIn {}
