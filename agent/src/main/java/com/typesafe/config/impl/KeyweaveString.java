package com.typesafe.config.impl;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.ObjectStreamException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A string of HOCON's tree that is a template: rendered by every read, written out as the text it was. Trust is a property of this
 * object, made only from trusted text, and travels with it through merging, substitution and copying; a string that merely
 * looks like a placeholder is an ordinary {@code ConfigString} and stays one. Nothing HOCON has is patched for reading, so reads of
 * ordinary strings cost what they cost without the agent. Looking values up by identity in a weak map was the alternative, at
 * a price for each read.
 *
 * <p>Written in HOCON's package because HOCON's tree is closed, and defined there as a hidden class: beside the application's HOCON, of whatever
 * version from 1.3.0, in each class loader that has one, but under no name that anybody could look up. For that it is one class
 * alone, without lambdas, names itself in no signature, and talks to the agent in types of the JDK. Besides the public interfaces it uses only members that all those versions share.
 */
final class KeyweaveString extends ConfigString implements Supplier<String> {

    private static final long serialVersionUID = 1L;

    private final transient Supplier<String> live;

    /** HOCON asks for the type three times for each read: whoever can answer that without a value does. Or null. */
    private final transient BooleanSupplier present;

    /**
     * @param text the template, for rendering
     * @param live gives the current value, null when it is absent
     */
    private KeyweaveString(ConfigOrigin origin, String text, Supplier<String> live) {
        super(origin, text);
        this.live = live;
        this.present = live instanceof BooleanSupplier known ? known : null;
    }

    /** The current value; null when a secret in it was revoked or is missing. */
    @Override
    public String get() {
        return live.get();
    }

    @Override
    public ConfigValueType valueType() {
        boolean there = present == null ? live.get() != null : present.getAsBoolean();
        return there ? ConfigValueType.STRING : ConfigValueType.NULL;
    }

    @Override
    public String unwrapped() {
        String current = live.get();
        if (current == null) {
            throw new ConfigException.Missing(origin(), value);
        }
        return current;
    }

    @Override
    String transformToString() {
        return unwrapped();
    }

    @Override
    boolean wasQuoted() {
        return true;
    }

    @Override
    protected AbstractConfigValue newCopy(ConfigOrigin origin) {
        return new KeyweaveString(origin, value, live);
    }

    /** As HOCON's: equal by type and value, both current. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof ConfigValue that)) {
            return false;
        }
        String mine = live.get();
        if (that instanceof KeyweaveString template) {
            String its = template.live.get();
            return mine == null ? its == null : mine.equals(its);
        }
        return mine != null && that.valueType() == ConfigValueType.STRING && mine.equals(that.unwrapped());
    }

    @Override
    public int hashCode() {
        String current = live.get();
        return current == null ? 0 : current.hashCode();
    }

    /** The template, as if this were the class it represents: a hidden class has no presentable name. */
    @Override
    public String toString() {
        return "Quoted(" + render(ConfigRenderOptions.concise()) + ")";
    }

    /** Serialised as what it is worth now: a copy does not live on in another JVM. */
    private Object writeReplace() throws ObjectStreamException {
        return new SerializedConfigValue(this);
    }

    // What the agent calls, by method handles, for want of a type both sides know.

    /**
     * Parses a document as {@code Parseable.rawParseValue} does, and makes templates of those strings in it that are values; keys, includes and
     * substitutions stay text, and included documents are parsed and judged by themselves.
     *
     * @param binder from the strings that may hold placeholders, as pairs of text and place, to their values in the same order; null
     *     for the whole when nothing is to be resolved, null in the list for text that is not a template
     */
    static Object parse(
            Object parseable,
            Reader reader,
            Object origin,
            Object options,
            Function<List<String[]>, List<Supplier<String>>> binder) {
        ConfigOrigin base = (ConfigOrigin) origin;
        ConfigParseOptions parsing = (ConfigParseOptions) options;
        Iterator<Token> tokens = Tokenizer.tokenize(base, reader, parsing.getSyntax());
        ConfigNodeRoot document = ConfigDocumentParser.parse(tokens, base, parsing);
        List<ConfigString> strings = new ArrayList<>();
        collect(document, strings);
        if (!strings.isEmpty()) {
            List<String[]> texts = new ArrayList<>();
            for (ConfigString string : strings) {
                texts.add(new String[] {string.value, place(string.origin())});
            }
            List<Supplier<String>> values = binder.apply(texts);
            if (values != null) {
                Map<Object, KeyweaveString> templates = new IdentityHashMap<>();
                for (int i = 0; i < strings.size(); i++) {
                    ConfigString string = strings.get(i);
                    if (values.get(i) != null) {
                        templates.put(string, new KeyweaveString(string.origin(), string.value, values.get(i)));
                    }
                }
                exchange(document, templates);
            }
        }
        return ConfigParser.parse(document, base, parsing, ((Parseable) parseable).includeContext());
    }

    /** The tree of a {@code .properties} document, without templates. */
    static Object tree(Object origin, Properties properties) {
        return PropertiesParser.fromProperties((ConfigOrigin) origin, properties);
    }

    /**
     * Puts templates where a tree made of properties or environment has the strings of those keys.
     *
     * @param templates by key: text and value
     */
    static Object graft(Object root, Map<String, Map.Entry<String, Supplier<String>>> templates) {
        AbstractConfigObject tree = (AbstractConfigObject) root;
        for (Map.Entry<String, Map.Entry<String, Supplier<String>>> entry : templates.entrySet()) {
            String key = entry.getKey();
            // Environment variables were names, not paths, before 1.3.4.
            Path path = tree.get(key) != null ? Path.newKey(key) : PropertiesParser.pathFromPropertyKey(key);
            AbstractConfigValue there = tree.peekPath(path);
            // Where another key made an object of this one, HOCON drops the string.
            if (there == null || there instanceof ConfigString) {
                ConfigOrigin origin = there == null ? tree.origin() : there.origin();
                Map.Entry<String, Supplier<String>> template = entry.getValue();
                tree = tree.withValue(path, new KeyweaveString(origin, template.getKey(), template.getValue()));
            }
        }
        return tree;
    }

    /** The key under which HOCON looks for an environment variable {@code CONFIG_FORCE_...}. */
    static String forced(String variable, String prefix) {
        return ConfigImplUtil.envVariableAsProperty(variable, prefix);
    }

    /**
     * Joins the last piece of a concatenation with the next when one of them is a template; otherwise, and where HOCON has to judge (objects, lists,
     * substitutions yet to come), does nothing.
     *
     * @param pieces the pieces so far
     * @param joiner makes one value of two, each a text or a value
     * @return whether it is done
     */
    static boolean join(List<Object> pieces, Object right, BiFunction<Object, Object, Supplier<String>> joiner) {
        Object left = pieces.get(pieces.size() - 1);
        if (!(left instanceof KeyweaveString) && !(right instanceof KeyweaveString)) {
            return false;
        }
        String before = text(left);
        String after = text(right);
        if (before == null || after == null) {
            return false;
        }
        ConfigOrigin origin = SimpleConfigOrigin.mergeOrigins(
                ((AbstractConfigValue) left).origin(), ((AbstractConfigValue) right).origin());
        Supplier<String> joined = joiner.apply(value(left, before), value(right, after));
        pieces.set(pieces.size() - 1, new KeyweaveString(origin, before + after, joined));
        return true;
    }

    /** {@code application.conf: 12}: the resource's name or the file's path, and the line. */
    static String place(Object configOrigin) {
        ConfigOrigin origin = (ConfigOrigin) configOrigin;
        String resource = origin.resource();
        if (resource == null) {
            return origin.description();
        }
        return origin.lineNumber() > 0 ? resource + ": " + origin.lineNumber() : resource;
    }

    private static String text(Object piece) {
        if (piece instanceof KeyweaveString template) {
            return template.value;
        }
        if (piece instanceof Unmergeable
                || piece instanceof AbstractConfigObject
                || piece instanceof SimpleConfigList) {
            return null;
        }
        return ((AbstractConfigValue) piece).transformToString();
    }

    private static Object value(Object piece, String text) {
        return piece instanceof KeyweaveString template ? template.live : text;
    }

    private static void collect(AbstractConfigNode node, List<ConfigString> strings) {
        if (node instanceof ConfigNodeSimpleValue simple) {
            if (Tokens.isValue(simple.token()) && Tokens.getValue(simple.token()) instanceof ConfigString string) {
                strings.add(string);
            }
        } else if (node instanceof ConfigNodeField field) {
            collect(field.value(), strings);
        } else if (node instanceof ConfigNodeComplexValue complex) {
            for (AbstractConfigNode child : complex.children) {
                collect(child, strings);
            }
        }
    }

    private static AbstractConfigNode exchange(AbstractConfigNode node, Map<Object, KeyweaveString> templates) {
        if (node instanceof ConfigNodeSimpleValue simple) {
            Token token = simple.token();
            KeyweaveString template = Tokens.isValue(token) ? templates.get(Tokens.getValue(token)) : null;
            return template == null ? node : new ConfigNodeSimpleValue(Tokens.newValue(template, token.tokenText()));
        }
        if (node instanceof ConfigNodeField field) {
            AbstractConfigNode exchanged = exchange(field.value(), templates);
            return exchanged == field.value() ? node : field.replaceValue((AbstractConfigNodeValue) exchanged);
        }
        if (node instanceof ConfigNodeComplexValue complex) {
            List<AbstractConfigNode> children = complex.children;
            for (int i = 0; i < children.size(); i++) {
                children.set(i, exchange(children.get(i), templates));
            }
        }
        return node;
    }
}
