package io.keyweave.json;

/** A number as it was written: nobody here calculates. */
record Spelled(String spelling) {

    @Override
    public String toString() {
        return spelling;
    }
}
