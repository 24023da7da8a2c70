package io.keyweave.placeholder;

import java.util.Properties;

/**
 * What Keyweave itself loads from {@code .properties} files. The agent knows the class by its loader and looks for no placeholder in what is
 * loaded into it: a value means what it says.
 */
public final class LiteralProperties extends Properties {

    private static final long serialVersionUID = 1L;
}
