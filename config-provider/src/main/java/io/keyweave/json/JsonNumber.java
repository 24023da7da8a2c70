package io.keyweave.json;

/** A number as it was written: nobody here calculates. */
record JsonNumber(String spelling) {

    @Override
    public String toString() {
        return spelling;
    }
}
