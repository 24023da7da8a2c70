package io.keyweave.junit;

/** {@code vault/secret}. */
record SecretName(String vault, String secret) {

    static SecretName parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException("a secret is named vault/secret, which '" + text + "' is not");
        }
        return new SecretName(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return vault + "/" + secret;
    }
}
