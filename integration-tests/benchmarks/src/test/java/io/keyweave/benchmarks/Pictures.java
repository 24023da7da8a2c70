package io.keyweave.benchmarks;

import java.io.IOException;

/** Draws the pictures of the documentation from kept figures: {@code ./benchmarks pictures}. */
final class Pictures {

    private Pictures() {}

    public static void main(String[] arguments) throws IOException {
        StartPicture.draw();
        ScalePicture.draw();
        SecretLifePicture.draw();
    }
}
